//! How the database means to answer: the plans of statements whose speed depends on an index.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, QuerySelect, QueryTrait, Statement};

use crate::{CarrierCallQuery, ShipmentQuery, Store, StoreError, TenantScope};

impl Store {
    /// The plan of a list, one line a step.
    pub async fn plan_of_shipments(
        &self,
        scope: TenantScope,
        query: &ShipmentQuery,
    ) -> Result<Vec<String>, StoreError> {
        self.explain(self.read(scope).page(query)).await
    }

    /// The plan of finding the shipments that are to be looked at, one line a step.
    pub async fn plan_of_checks(&self, now: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
        self.explain(crate::problem_watch::due_checks(now).limit(200)).await
    }

    /// The plan of the network's list of calls to carriers, one line a step.
    pub async fn plan_of_carrier_calls(&self, query: &CarrierCallQuery) -> Result<Vec<String>, StoreError> {
        self.explain(crate::carrier_calls::wanted(query)).await
    }

    async fn explain(&self, select: impl QueryTrait) -> Result<Vec<String>, StoreError> {
        let conn = self.reader();
        let backend = conn.get_database_backend();
        let statement = select.build(backend);
        let (prefix, column) = match backend {
            DbBackend::Postgres => ("EXPLAIN (COSTS OFF) ", "QUERY PLAN"),
            _ => ("EXPLAIN QUERY PLAN ", "detail"),
        };
        let statement = Statement { sql: format!("{prefix}{}", statement.sql), ..statement };
        let rows = conn.query_all_raw(statement).await?;
        rows.iter().map(|row| Ok(row.try_get("", column)?)).collect()
    }
}
