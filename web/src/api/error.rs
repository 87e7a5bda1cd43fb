//! Why a call did not give what was asked.

use shared::Problem;

use crate::texts::common;

/// What went wrong with a call; [`ApiError::words`] says it to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The service refused, and says why in the page's language.
    Problem(Box<Problem>),
    /// The service was not reached.
    Unreachable,
    /// The service answered with something else than was agreed on.
    Unreadable,
    /// Nobody is signed in any more.
    SignedOut,
}

impl ApiError {
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            ApiError::Problem(problem) => Some(problem),
            _ => None,
        }
    }

    /// What happened and what to do.
    pub fn words(&self) -> String {
        match self {
            ApiError::Problem(problem) if !problem.detail.is_empty() => problem.detail.clone(),
            ApiError::Problem(problem) => problem.title.clone(),
            ApiError::Unreachable => common::UNREACHABLE.t().to_owned(),
            ApiError::Unreadable => common::UNREADABLE.t().to_owned(),
            ApiError::SignedOut => common::SIGNED_OUT.t().to_owned(),
        }
    }

    /// The number that finds this answer in the service's log.
    pub fn request_id(&self) -> Option<&str> {
        self.problem().map(|problem| problem.request_id.as_str()).filter(|id| !id.is_empty())
    }

    pub fn code(&self) -> Option<&str> {
        self.problem().map(|problem| problem.code.as_str())
    }

    /// Somebody else was faster: what is shown is not so any more.
    pub fn is_overtaken(&self) -> bool {
        self.problem().is_some_and(|problem| [404, 409].contains(&problem.status))
    }

    /// The service has decided: the same question would get the same answer, so a corrected one needs a new idempotency key.
    pub fn is_final(&self) -> bool {
        self.problem().is_some_and(|problem| (400..500).contains(&problem.status) && problem.status != 429)
    }

    /// What is wrong with the field at this JSON pointer, or with anything inside it.
    pub fn field(&self, pointer: &str) -> Option<String> {
        let errors = &self.problem()?.errors;
        let inside = |at: &str| at.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let words: Vec<&str> = errors.iter().filter(|e| inside(&e.pointer)).map(|e| e.detail.as_str()).collect();
        if words.is_empty() { None } else { Some(words.join("；")) }
    }

    /// Whether every refused field is one of `pointers`, so that the words beside the fields say it all.
    pub fn is_all_beside(&self, pointers: &[&str]) -> bool {
        let Some(problem) = self.problem() else { return false };
        let beside = |at: &str| {
            pointers.iter().any(|p| at.strip_prefix(p).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
        };
        !problem.errors.is_empty() && problem.errors.iter().all(|error| beside(&error.pointer))
    }
}

#[cfg(test)]
mod tests {
    use shared::FieldProblem;

    use super::*;

    fn refused(pointers: &[&str]) -> ApiError {
        let errors = pointers
            .iter()
            .map(|pointer| FieldProblem {
                pointer: (*pointer).to_owned(),
                code: "bad".to_owned(),
                detail: format!("{pointer} is bad"),
            })
            .collect();
        ApiError::Problem(Box::new(Problem {
            type_uri: "about:blank".to_owned(),
            title: "Refused".to_owned(),
            status: 422,
            detail: "Look at the fields".to_owned(),
            code: "validation".to_owned(),
            request_id: "r1".to_owned(),
            errors,
        }))
    }

    #[test]
    fn words_are_found_by_pointer_and_not_by_prefix_of_a_name() {
        let error = refused(&["/receiver/phone", "/weight_g"]);
        assert_eq!(error.field("/receiver/phone").as_deref(), Some("/receiver/phone is bad"));
        assert_eq!(error.field("/receiver").as_deref(), Some("/receiver/phone is bad"));
        assert_eq!(error.field("/receiver/pho"), None);
        assert_eq!(error.field("/weight"), None);
    }

    #[test]
    fn a_form_knows_whether_its_fields_say_it_all() {
        let error = refused(&["/receiver/phone", "/weight_g"]);
        assert!(error.is_all_beside(&["/receiver", "/weight_g"]));
        assert!(!error.is_all_beside(&["/receiver"]));
        assert!(!ApiError::Unreachable.is_all_beside(&["/receiver"]));
    }
}
