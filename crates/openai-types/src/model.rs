//! Models.

use std::sync::Arc;

use crate::loose::{loose, tag};

tag! {
    /// `object` of a model.
    pub struct ModelObject = "model";
}

tag! {
    /// `object` of a list.
    pub struct ListObject = "list";
}

loose! {
    /// A model that requests may name.
    pub struct Model {
        /// The name; may hold `/` and `:`.
        req id: Arc<str>,
        /// Always `model`.
        def object: ModelObject,
        /// Seconds since 1970.
        def created: i64,
        /// Who owns it.
        def owned_by: Arc<str>,
        /// The day it is switched off.
        opt shutdown_date: String,
    }
}

loose! {
    /// `GET /v1/models`; never paged.
    pub struct ModelList {
        /// Always `list`.
        def object: ListObject,
        /// The models.
        def data: Vec<Model>,
    }
}

loose! {
    /// The reply to `DELETE /v1/models/{model}`.
    pub struct ModelDeleted {
        /// The name.
        req id: String,
        /// Always `model`.
        def object: ModelObject,
        /// Whether it is gone.
        def deleted: bool,
    }
}
