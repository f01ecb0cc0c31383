import type { Capability, Compute } from "./brief.ts";
import { once, vocabularyOf } from "./words.ts";

export interface ProjectType {
  /** Begins the title, e.g. "E-commerce on AWS". */
  label: string;
  /** What names it, separated by commas. */
  words: string;
  /** Compute when the text names none; without one, the type has no application of its own. */
  compute?: Compute;
  /** What makes it this kind of project, whatever the text says. */
  core: readonly Capability[];
  /** What a first version usually has besides, when the text does not describe the architecture itself. */
  usual: readonly Capability[];
}

export const projectTypes = {
  ecommerce: {
    label: "E-commerce",
    words:
      "ecommerce, e commerce, online shop, online store, online retail, web shop, webshop, web store, shop, storefront, store front, shopping, shopping cart, marketplace, retail, retailer, magento, shopify clone",
    compute: "containers",
    core: ["web"],
    usual: ["relational_db", "cache", "object_storage", "queue", "email"],
  },
  "web-app": {
    label: "Web application",
    words:
      "web app, webapp, web application, website, web site, web portal, portal, three tier, 3 tier, crud app, js app, react app, php app, java app, python app, spring boot, flask, django, rails, laravel",
    compute: "containers",
    core: ["web"],
    usual: ["relational_db", "object_storage"],
  },
  "static-website": {
    label: "Static website",
    words:
      "static website, static site, static web site, landing page, marketing site, marketing website, portfolio, portfolio site, jamstack, documentation site, single page app, single page application, brochure site",
    core: ["static_site"],
    usual: ["cdn", "dns"],
  },
  cms: {
    label: "Blog and CMS",
    words:
      "blog, cms, content management, content management system, wordpress, drupal, joomla, ghost blog, news site, online magazine, publishing platform",
    compute: "vm",
    core: ["web"],
    usual: ["relational_db", "file_storage"],
  },
  saas: {
    label: "SaaS platform",
    words:
      "saas, software as a service, multi tenant, multitenant, b2b platform, subscription platform, crm, project management tool",
    compute: "containers",
    core: ["web", "api"],
    usual: ["relational_db", "cache", "object_storage", "queue", "auth", "email"],
  },
  api: {
    label: "API",
    words: "api, rest api, web api, backend, back end, api backend, backend api, graphql, graphql api",
    compute: "containers",
    core: ["api"],
    usual: ["relational_db"],
  },
  microservices: {
    label: "Microservices",
    words: "microservice, micro service, microservice architecture, service mesh, event driven architecture, soa",
    compute: "kubernetes",
    core: ["api"],
    usual: ["relational_db", "cache", "pubsub", "queue", "registry"],
  },
  "mobile-backend": {
    label: "Mobile backend",
    words: "mobile backend, mobile app, mobile application, ios app, android app, app backend",
    compute: "serverless",
    core: ["api"],
    usual: ["auth", "key_value_db", "object_storage", "pubsub"],
  },
  "data-pipeline": {
    label: "Data pipeline and analytics",
    words:
      "data pipeline, etl pipeline, analytics, data analytics, analytics platform, data platform, data lake, data warehouse, data processing, big data, business intelligence, bi, reporting platform, log analytics platform, clickstream",
    core: ["object_storage", "etl"],
    usual: ["stream", "warehouse", "scheduler"],
  },
  "streaming-media": {
    label: "Streaming media",
    words:
      "streaming media, media streaming, video streaming, video platform, streaming platform, streaming service, streaming app, video on demand, vod, live streaming, livestream, music streaming, podcast, ott, video, transcoding",
    compute: "containers",
    core: ["web", "object_storage", "cdn"],
    usual: ["key_value_db", "queue", "batch"],
  },
  iot: {
    label: "IoT platform",
    words:
      "iot, iot platform, internet of things, sensor, smart home, smart device, connected device, telemetry, industrial iot, fleet tracking, smart city",
    compute: "serverless",
    core: ["iot", "stream"],
    usual: ["serverless", "key_value_db", "object_storage"],
  },
  "machine-learning": {
    label: "Machine learning",
    words:
      "machine learning, ml, ml platform, mlops, deep learning, ai, ai platform, ai app, artificial intelligence, model training, model serving, inference, recommendation engine, llm, generative ai, computer vision, data science",
    compute: "containers",
    core: ["ml", "object_storage"],
    usual: ["api", "registry", "queue"],
  },
  chat: {
    label: "Chat and real-time",
    words:
      "chat, chat app, chat application, messaging app, messenger, instant messaging, real time app, real time application, realtime app, collaboration, collaboration tool, video conferencing, websocket, social network, social media",
    compute: "containers",
    core: ["web"],
    usual: ["key_value_db", "cache", "pubsub", "auth"],
  },
  gaming: {
    label: "Game backend",
    words:
      "gaming, game, game server, game backend, multiplayer, multiplayer game, mobile game, online game, mmo, mmorpg, esports",
    compute: "vm",
    core: ["api", "load_balancer"],
    usual: ["autoscaling", "cache", "key_value_db", "object_storage", "stream"],
  },
  "internal-tool": {
    label: "Internal tool",
    words:
      "internal tool, internal app, internal application, internal system, intranet, back office, backoffice, admin panel, admin tool, admin dashboard, erp, hr system, hr tool, employee, line of business",
    compute: "vm",
    core: ["web"],
    usual: ["relational_db", "auth"],
  },
  batch: {
    label: "Batch processing",
    words:
      "batch, batch processing, batch job, hpc, high performance computing, render farm, rendering, simulation, nightly job, number crunching, genomics",
    core: ["batch", "object_storage"],
    usual: ["queue", "scheduler"],
  },
  "serverless-api": {
    label: "Serverless API",
    words:
      "serverless api, serverless backend, serverless app, serverless application, serverless rest api, serverless, lambda api, serverless web app",
    compute: "serverless",
    core: ["api"],
    usual: ["serverless", "key_value_db"],
  },
  fintech: {
    label: "Fintech and payments",
    words:
      "fintech, payment, payment processing, payment gateway, payment platform, banking, online banking, bank, finance, financial, financial service, trading, trading platform, insurance, wallet, ledger, lending, cryptocurrency",
    compute: "containers",
    core: ["web", "api"],
    usual: ["relational_db", "cache", "queue", "events", "secrets"],
  },
  healthcare: {
    label: "Healthcare",
    words:
      "healthcare, health care, digital health, health record, medical, hospital, clinic, telemedicine, telehealth, patient, patient record, patient portal, ehr, emr system, pharma",
    compute: "containers",
    core: ["web", "api"],
    usual: ["relational_db", "object_storage", "queue", "auth", "secrets"],
  },
  application: {
    label: "Application",
    words: "",
    core: [],
    usual: [],
  },
} as const satisfies Readonly<Record<string, ProjectType>>;

export type ProjectId = keyof typeof projectTypes;

/** Types that say little: any other type that is named as well says more. */
export const generalTypes: ReadonlySet<ProjectId> = new Set(["api", "web-app", "serverless-api", "application"]);

/** Types whose words often name a mere part of something else, e.g. "web shop with batch jobs". */
export const incidentalTypes: ReadonlySet<ProjectId> = new Set([
  "batch",
  "data-pipeline",
  "iot",
  "machine-learning",
  "static-website",
]);

export const projectWords = once(() => {
  const table: Partial<Record<ProjectId, string>> = {};
  for (const [id, { words }] of Object.entries(projectTypes)) if (words !== "") table[id as ProjectId] = words;
  return vocabularyOf(table as Record<ProjectId, string>);
});
