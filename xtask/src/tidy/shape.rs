//! How files begin and how long things may grow.

use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::tools::{files, text};

/// Lines of code in a file, tests and tables aside.
const FILE_LINES: usize = 400;
/// Lines of a function.
const FUNCTION_LINES: usize = 60;
/// Parameters of a function, `self` included.
const PARAMETERS: usize = 5;

/// Every source file opens by saying what lives in it.
pub(super) fn heads() -> Result<Vec<String>, String> {
    let headless = |file: &PathBuf| text(file).is_some_and(|text| !text.starts_with("//!"));
    let without = sources()?.into_iter().filter(headless);
    Ok(without.map(|file| format!("{} does not open with `//!`", file.display())).collect())
}

/// Files and functions stay small, functions take few parameters.
pub(super) fn sizes() -> Result<Vec<String>, String> {
    let mut violations = Vec::new();
    for file in sources()? {
        let Some(text) = text(&file) else { continue };
        let Ok(tree) = syn::parse_file(&text) else { continue };
        let mut visitor = Sizes { file: &file, violations: &mut violations, table_lines: 0, test_lines: 0 };
        visitor.visit_file(&tree);
        let aside = visitor.table_lines + visitor.test_lines;
        let lines = code_lines(&text).saturating_sub(aside);
        if lines > FILE_LINES && !is_test(&file) {
            violations.push(format!("{} has {lines} lines of code, more than {FILE_LINES}", file.display()));
        }
    }
    Ok(violations)
}

/// Rust files outside of generated ones.
fn sources() -> Result<Vec<PathBuf>, String> {
    let is_source = |file: &PathBuf| {
        file.extension().is_some_and(|extension| extension == "rs")
            && !file.components().any(|part| part.as_os_str() == "generated")
    };
    Ok(files()?.into_iter().filter(is_source).collect())
}

fn is_test(file: &Path) -> bool {
    file.ends_with("tests.rs")
        || file.components().any(|part| ["tests", "benches", "it"].iter().any(|name| part.as_os_str() == *name))
}

/// Lines that are neither blank nor comments.
fn code_lines(text: &str) -> usize {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count()
}

struct Sizes<'a> {
    file: &'a Path,
    violations: &'a mut Vec<String>,
    table_lines: usize,
    test_lines: usize,
}

impl Sizes<'_> {
    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let lines = lines_of(block);
        if lines > FUNCTION_LINES {
            self.violations.push(format!(
                "{}: `{}` has {lines} lines, more than {FUNCTION_LINES}",
                self.file.display(),
                signature.ident
            ));
        }
        if signature.inputs.len() > PARAMETERS {
            let count = signature.inputs.len();
            self.violations.push(format!(
                "{}: `{}` takes {count} parameters, more than {PARAMETERS}",
                self.file.display(),
                signature.ident
            ));
        }
    }
}

fn lines_of(item: &impl Spanned) -> usize {
    let span = item.span();
    (span.end().line + 1).saturating_sub(span.start().line)
}

fn is_cfg_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Sizes<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if is_cfg_test(&module.attrs) {
            self.test_lines += lines_of(module);
        } else {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_const(&mut self, table: &'ast syn::ItemConst) {
        self.table_lines += lines_of(table);
    }

    fn visit_item_static(&mut self, table: &'ast syn::ItemStatic) {
        self.table_lines += lines_of(table);
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !is_test(self.file) {
            self.function(&function.sig, &function.block);
        }
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !is_test(self.file) {
            self.function(&function.sig, &function.block);
        }
        visit::visit_impl_item_fn(self, function);
    }
}
