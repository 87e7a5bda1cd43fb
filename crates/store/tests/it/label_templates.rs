//! Label templates, their versions, and what is used where none is asked for.

use shared::{LabelTemplateId, UserId};
use store::{LabelTemplateDefaultRecord, LabelTemplateRecord, StoreError, TenantScope};
use uuid::Uuid;

use crate::support::{Made, World, now, setup};

fn template(by: UserId, name: &str) -> LabelTemplateRecord {
    LabelTemplateRecord {
        id: LabelTemplateId(Uuid::now_v7()),
        name: name.to_owned(),
        kind: "waybill".to_owned(),
        base_id: Some("standard-76x130".to_owned()),
        width_um: 76_000,
        height_um: 130_000,
        shows_personal_data: false,
        version: 1,
        created_by: by,
        created_at: now(),
        updated_by: by,
        updated_at: now(),
    }
}

async fn add(world: &World, scope: TenantScope, template: &LabelTemplateRecord, body: &str) {
    world
        .store
        .write(scope, async |tx| -> Result<(), StoreError> { tx.add_label_template(template, body).await })
        .await
        .unwrap();
}

#[tokio::test]
async fn every_version_stays_as_it_was_saved() {
    let world = World::new().await;
    let user = UserId(Uuid::now_v7());
    let first = template(user, "带店标");
    add(&world, world.a, &first, "{\"n\":1}").await;
    let second = LabelTemplateRecord {
        name: "带店标二".to_owned(),
        version: 2,
        shows_personal_data: true,
        updated_by: UserId(Uuid::now_v7()),
        updated_at: now(),
        ..first.clone()
    };
    world
        .store
        .write(world.a, async |tx| -> Result<(), StoreError> {
            assert_eq!(tx.label_template_for_update(first.id).await?, Some(first.clone()));
            tx.save_label_template(&second, "{\"n\":2}", Some(1)).await
        })
        .await
        .unwrap();
    let read = world.store.read(world.a);
    assert_eq!(read.label_template(first.id).await.unwrap(), Some(second.clone()));
    let bodies = [read.label_template_version(first.id, 1), read.label_template_version(first.id, 2)];
    let mut seen = Vec::new();
    for version in bodies {
        let version = version.await.unwrap().unwrap();
        seen.push((version.version, version.name, version.body, version.restored_from));
    }
    let expected = [(1, "带店标", "{\"n\":1}", None), (2, "带店标二", "{\"n\":2}", Some(1))];
    assert_eq!(seen, expected.map(|(n, name, body, from)| (n, name.to_owned(), body.to_owned(), from)));
    let listed = read.label_template_versions(first.id, 10).await.unwrap();
    assert_eq!(listed.iter().map(|version| version.version).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(read.label_template_versions(first.id, 1).await.unwrap().len(), 1);
    assert_eq!(read.label_template_version(first.id, u32::MAX).await.unwrap(), None);
    // The same version is not saved twice, whoever is quicker.
    let again = world
        .store
        .write(world.a, async |tx| -> Result<(), StoreError> { tx.save_label_template(&second, "{}", None).await })
        .await;
    assert!(matches!(again, Err(StoreError::UniqueViolation)), "{again:?}");
}

#[tokio::test]
async fn what_is_deleted_leaves_the_list_and_keeps_its_versions() {
    let world = World::new().await;
    let user = UserId(Uuid::now_v7());
    let (old, new) = (template(user, "一"), template(user, "二"));
    for record in [&old, &new] {
        add(&world, world.a, record, "{}").await;
    }
    let read = world.store.read(world.a);
    assert_eq!(read.label_templates().await.unwrap(), [new.clone(), old.clone()]);
    assert_eq!(read.count_label_templates().await.unwrap(), 2);
    world
        .store
        .write(world.a, async |tx| -> Result<(), StoreError> { tx.delete_label_template(old.id, now()).await })
        .await
        .unwrap();
    assert_eq!(read.label_templates().await.unwrap(), [new]);
    assert_eq!(read.count_label_templates().await.unwrap(), 1);
    assert_eq!(read.label_template(old.id).await.unwrap(), None);
    assert!(read.label_template_version(old.id, 1).await.unwrap().is_some());
}

#[tokio::test]
async fn each_source_has_one_default_at_most() {
    let world = World::new().await;
    let user = UserId(Uuid::now_v7());
    let sets = async |scope: TenantScope, source: &str, template: Option<&str>| {
        world
            .store
            .write(scope, async |tx| -> Result<(), StoreError> {
                tx.set_label_template_default(Uuid::now_v7(), source, template, user, now()).await
            })
            .await
            .unwrap();
    };
    sets(world.a, "", Some("standard-76x130")).await;
    sets(world.a, "taobao", Some("standard-76x130")).await;
    sets(world.a, "taobao", Some("standard-100x180")).await;
    sets(world.b, "jd", Some("standard-76x130")).await;
    let default = |source: &str, template: &str| LabelTemplateDefaultRecord {
        source: source.to_owned(),
        template_id: template.to_owned(),
    };
    let of = async |scope: TenantScope| world.store.read(scope).label_template_defaults().await.unwrap();
    assert_eq!(of(world.a).await, [default("", "standard-76x130"), default("taobao", "standard-100x180")]);
    sets(world.a, "", None).await;
    assert_eq!(of(world.a).await, [default("taobao", "standard-100x180")]);
    assert_eq!(of(world.b).await, [default("jd", "standard-76x130")]);
}

#[tokio::test]
async fn another_merchant_sees_and_changes_nothing() {
    let world = World::new().await;
    let own = template(UserId(Uuid::now_v7()), "带店标");
    add(&world, world.a, &own, "{}").await;
    let made = Made::new(1);
    world.add(world.a, std::slice::from_ref(&made)).await;
    let printer = store::PrinterRecord { id: shared::PrinterId(Uuid::now_v7()), setup: setup(), created_at: now() };
    world.store.write(world.a, async |tx| -> Result<(), StoreError> { tx.add_printer(&printer).await }).await.unwrap();
    for (scope, found) in [(world.a, 1), (world.b, 0)] {
        let read = world.store.read(scope);
        let counts = [
            read.label_templates().await.unwrap().len(),
            read.count_label_templates().await.unwrap(),
            usize::from(read.label_template(own.id).await.unwrap().is_some()),
            usize::from(read.label_template_version(own.id, 1).await.unwrap().is_some()),
            read.label_template_versions(own.id, 10).await.unwrap().len(),
            read.printers_with_template(&setup().template_id).await.unwrap().len(),
            read.order_sources(&[made.record.order]).await.unwrap().len(),
        ];
        assert_eq!(counts, [found; 7]);
    }
    // What does not belong to the merchant is not there to be changed.
    let stolen = world
        .store
        .write(world.b, async |tx| -> Result<(), StoreError> { tx.delete_label_template(own.id, now()).await })
        .await;
    assert!(stolen.is_err());
    assert!(world.store.read(world.a).label_template(own.id).await.unwrap().is_some());
}
