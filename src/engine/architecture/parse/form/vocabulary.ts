import type { Capability, DatabaseEngine, Fact, Product, Requirement } from "./brief.ts";
import { once, vocabularyOf } from "./words.ts";

// Phrases are compared word by word, in lower case and without punctuation; a plural matches its singular.

/** What a design holds, by everyday words and by the clouds' own product names. */
export const capabilityWords = once(() =>
  vocabularyOf<Capability>({
    api: "api, rest, rest api, graphql, backend, back end, web service, api gateway, appsync, apim, api management, grpc, webhook, microservice, micro service",
    auth: "auth, authentication, login, sign in, sign up, signup, user account, user management, cognito, sso, single sign on, oauth, oidc, openid connect, entra id, identity platform, firebase auth",
    autoscaling:
      "auto scaling group, autoscaling group, asg, scale set, vmss, managed instance group, horizontal pod autoscaler, hpa, auto scaled, autoscaled",
    batch: "batch, batch job, batch processing, aws batch, azure batch, nightly job, render farm, hpc, transcoding",
    cache:
      "cache, caching, redis, valkey, memcached, elasticache, memorystore, azure cache, in memory store, session store",
    cdn: "cdn, content delivery network, content delivery, cloudfront, cloud front, front door, frontdoor, azure cdn, cloud cdn, edge cache, edge caching",
    cicd: "ci cd, cicd, continuous integration, continuous delivery, continuous deployment, deployment pipeline, build pipeline, codepipeline, codebuild, cloud build, azure devops",
    containers:
      "container, containerized, containerised, docker, ecs, fargate, cloud run, container app, app runner, aci, container instance",
    dns: "dns, route 53, route53, cloud dns, azure dns, custom domain, domain name, own domain",
    document_db:
      "document database, document db, document store, documentdb, mongodb, mongo, cosmos db, cosmosdb, cosmos, firestore, couchdb, nosql, no sql, non relational",
    email: "email, e mail, ses, transactional email, newsletter, smtp, mail",
    etl: "etl, elt, data pipeline, data processing, glue, dataflow, data factory, spark, databricks, emr, dataproc, data transformation, ingestion pipeline",
    events: "event bus, eventbridge, event bridge, event grid, eventarc, event driven, domain event, event based",
    file_storage:
      "file share, file storage, shared file, shared file system, shared storage, nfs, efs, fsx, filestore, azure files, smb, network file system, elastic file system",
    iot: "iot, iot core, iot hub, internet of things, sensor, telemetry, mqtt, smart device, connected device",
    key_value_db:
      "key value, key value store, key value database, dynamodb, dynamo db, dynamo, table storage, bigtable, cassandra, wide column",
    kubernetes: "kubernetes, k8s, eks, aks, gke, helm, openshift, worker node",
    load_balancer:
      "load balancer, load balanced, load balancing, alb, nlb, elb, application gateway, app gateway, reverse proxy, cloud load balancing",
    ml: "ml, machine learning, ml model, deep learning, sagemaker, vertex ai, azure ml, azure machine learning, model training, training job, inference, llm, generative ai, recommendation engine",
    monitoring:
      "cloudwatch, cloud watch, azure monitor, application insights, app insights, log analytics, cloud monitoring, prometheus, grafana, datadog, stackdriver",
    object_storage:
      "object storage, object store, s3, bucket, blob, blob storage, blob container, storage account, cloud storage, gcs, file upload, upload, image upload, media file, static content, static asset, static file, user upload, attachment, data lake, adls",
    pubsub:
      "pub sub, pubsub, publish subscribe, sns, topic, notification, push notification, fan out, fanout, service bus topic",
    queue:
      "queue, queueing, queuing, message queue, job queue, sqs, service bus, servicebus, rabbitmq, activemq, amazon mq, cloud tasks, background job, background task, background worker, background processing, worker, async job, asynchronous job, async task, celery, sidekiq, message broker",
    registry: "container registry, image registry, ecr, acr, artifact registry, docker registry, gcr",
    relational_db:
      "relational database, relational db, relational, database, db, sql, sql database, sql server, mssql, ms sql, azure sql, rds, aurora, postgres, postgresql, mysql, mariadb, cloud sql, spanner, alloydb, flexible server",
    scheduler:
      "scheduler, scheduled, scheduled job, scheduled task, cron, cron job, cronjob, cloud scheduler, timer, nightly, nightly job, every hour, hourly, daily job",
    search:
      "search, full text search, product search, search engine, search index, opensearch, elasticsearch, elastic search, solr, azure search, ai search, cognitive search",
    secrets: "secret, secrets manager, secret manager, key vault, keyvault, vault, credential store, parameter store",
    serverless:
      "serverless, lambda, lambda function, cloud function, azure function, function app, faas, functions as a service, cloud run function",
    static_site:
      "static site, static website, static web site, static page, static frontend, static front end, jamstack, single page app, single page application, spa, landing page",
    stream:
      "stream, event stream, data stream, streaming data, kinesis, kafka, msk, event hub, eventhub, event hubs, clickstream, click stream, real time data, firehose, stream processing",
    vm: "vm, virtual machine, machine, web server, app server, application server, linux server, windows server, game server, ec2, compute engine, gce, virtual server, bare server, ec2 instance, vps, scale set, vmss, managed instance group, auto scaling group, autoscaling group, asg, lift and shift",
    waf: "waf, web application firewall, cloud armor",
    warehouse:
      "data warehouse, warehouse, redshift, bigquery, big query, synapse, snowflake, olap, business intelligence, bi, sql pool",
    web: "web, web app, webapp, web application, website, web site, site, web server, webserver, web frontend, web front end, frontend, front end, portal, nginx, apache, web shop, webshop, online shop, online store, app service, wordpress",
    workflow:
      "workflow, step function, state machine, logic app, orchestration, saga, business process, approval process",
  }),
);

/** What a design is asked to be. */
export const requirementWords = once(() =>
  vocabularyOf<Requirement>({
    backup: "backup, back up, backed up, pitr, point in time recovery, point in time restore, snapshot",
    compliance:
      "compliance, compliant, regulated, regulatory, gdpr, dsgvo, hipaa, pci, pci dss, soc 2, soc2, iso 27001, iso27001, fedramp, ccpa, lgpd, audit, auditable, audit trail",
    data_residency:
      "data residency, residency, data sovereignty, data sovereign, sovereignty, sovereign, gdpr, dsgvo, keep data in, keep the data in, data must stay, data has to stay, data stays in, stay in the eu, stay in europe",
    disaster_recovery:
      "disaster recovery, disaster, dr, multi region, multiregion, cross region, two region, 2 region, several region, another region, region outage, region failure, regional outage, regional failure, rpo, rto, business continuity, geo redundant, geo redundancy, second region",
    global_users:
      "global, global user, globally, worldwide, world wide, around the world, across the world, all over the world, international, internationally, several continents, multiple continents, multiple countries",
    high_availability:
      "high availability, highly available, availability, ha, multi az, multi zone, multizone, zone redundant, zone redundancy, zone outage, zone failure, az outage, az failure, outage, fault tolerant, fault tolerance, failover, fail over, redundant, redundancy, resilient, resilience, reliable, reliability, uptime, always on, 24 7, zero downtime, no downtime, without downtime, never go down, not go down, no single point of failure, without a single point of failure, 99.9, 99.95, 99.99, 99.999, three nines, four nines, five nines",
    low_cost:
      "low cost, lowest cost, low budget, budget, cheap, cheapest, cost, cost effective, cost efficient, cost optimized, cost optimised, cost optimization, cost optimisation, cost saving, cost sensitive, inexpensive, affordable, economical, save money",
    low_latency: "low latency, latency, real time, realtime, near real time, millisecond, sub second, lag free",
    monitoring:
      "monitoring, monitored, monitor, observability, observable, alert, alerting, alarm, logging, metric, tracing, telemetry dashboard",
    performance: "performance, performant, high performance, fast, speed, throughput, high throughput",
    scalability:
      "scalability, scalable, scale, scaling, auto scaling, autoscaling, auto scale, autoscale, autoscaled, auto scaled, elastic, elasticity, black friday, traffic spike, traffic peak, spiky, spike, burst, high traffic, growth, growing, million user, million of user",
    security:
      "security, secure, secured, hardened, hardening, encrypted, encryption, least privilege, zero trust, ddos, waf, web application firewall, private network, intrusion, pci, pci dss, hipaa",
    serverless: "serverless, faas, scale to zero, pay per use, pay as you go, no servers, no server to manage",
    sustainability:
      "sustainability, sustainable, green, carbon, low carbon, carbon neutral, carbon footprint, net zero, co2, energy efficient, eco friendly, environment friendly",
  }),
);

export const productWords = once(() =>
  vocabularyOf<Product>({
    aurora: "aurora",
    bigtable: "bigtable, cloud bigtable",
    kafka: "kafka, msk",
    memcached: "memcached",
    rabbitmq: "rabbitmq, amazon mq, activemq",
    spanner: "spanner, cloud spanner",
  }),
);

export const engineWords = once(() =>
  vocabularyOf<DatabaseEngine>({
    postgres: "postgres, postgresql, alloydb, aurora postgresql, aurora postgres",
    mysql: "mysql, wordpress, drupal, magento, aurora mysql",
    mariadb: "mariadb",
    sqlserver: "sql server, mssql, ms sql, azure sql",
  }),
);

/** A fact counts only where it stands beside what it describes. */
export const factWords = once(() =>
  vocabularyOf<Fact>({
    database_multi_zone:
      "multi az, multi zone, multizone, zone redundant, standby, hot standby, highly available, high availability, ha, regional",
    encryption: "encrypted, encryption, encryption at rest, kms, customer managed key",
    https: "https, tls, ssl",
    versioning: "versioned, versioning",
  }),
);

/** What each fact may describe. */
export const factSubjects: Readonly<Record<Fact, readonly Capability[]>> = {
  database_multi_zone: ["relational_db"],
  encryption: ["relational_db", "object_storage", "file_storage", "cache", "key_value_db", "document_db", "queue"],
  https: ["load_balancer", "web", "api", "cdn"],
  versioning: ["object_storage"],
};
