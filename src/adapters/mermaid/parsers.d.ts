// What `assets/build-mermaid.ts` makes, as far as we use it: mermaid's parsers, and the databases that they fill.
declare module "#assets/mermaid-parsers.js" {
  /** A parser fills the database that it finds in `yy`, and throws where the text does not fit its grammar. */
  export interface Diagram<Db> {
    parser: { parser: { yy: unknown }; parse: (text: string) => unknown };
    /** Architecture, class, ER, flowchart, sequence, state: a new one at every look. C4: the only one. */
    readonly db: Db;
  }

  interface Common {
    clear: () => void;
    getDiagramTitle?: () => string;
  }

  export interface StyleClass {
    styles: string[];
    textStyles?: string[];
  }

  export interface FlowDb extends Common {
    getDirection: () => string | undefined;
    getVertices: () => Map<
      string,
      {
        id: string;
        text?: unknown;
        labelType: string;
        type?: string;
        styles: string[];
        classes: string[];
        icon?: unknown;
        img?: unknown;
      }
    >;
    getEdges: () => {
      start: string;
      end: string;
      type?: string;
      stroke?: string;
      text: string;
      labelType: string;
      classes: string[];
      /** From `linkStyle`. */
      style?: string[];
    }[] & { defaultStyle?: string[] };
    getClasses: () => Map<string, StyleClass>;
    getSubGraphs: () => {
      id: string;
      nodes: string[];
      title: string;
      dir?: string;
      labelType: string;
      classes: string[];
    }[];
  }

  export interface SequenceMessage {
    type?: number;
    from?: string;
    to?: string;
    message: string | { start?: number; step?: number; visible: boolean };
    placement?: number;
  }

  export interface SequenceDb extends Common {
    LINETYPE: Record<string, number>;
    PLACEMENT: Record<string, number>;
    getActors: () => Map<string, { name: string; description: string; type: string }>;
    getBoxes: () => { name?: string; fill: string; actorKeys: string[] }[];
    getMessages: () => SequenceMessage[];
    /** Participant → index of the message at which it appears. */
    getCreatedActors: () => Map<string, number>;
    getDestroyedActors: () => Map<string, number>;
    parseBoxData: (text: string) => { text: string | undefined; color: string; wrap: boolean | undefined };
    addLinks: () => void;
    addALink: () => void;
    addProperties: () => void;
    addDetails: () => void;
  }

  interface ClassMember {
    getDisplayDetails: () => { displayText: string; cssStyle: string };
  }

  export interface ClassDb extends Common {
    getDirection: () => string;
    getClasses: () => Map<
      string,
      {
        id: string;
        type: string;
        label: string;
        members: ClassMember[];
        methods: ClassMember[];
        annotations: string[];
        cssClasses: string;
        styles: string[];
        parent?: string;
      }
    >;
    styleClasses: Map<string, StyleClass>;
    interfaces: { id: string; label: string; classId: string }[];
    getRelations: () => {
      id1: string;
      id2: string;
      title?: string;
      relationTitle1: string;
      relationTitle2: string;
      /** Index of `getArrowMarker`, or "none". */
      relation: { type1: number | string; type2: number | string; lineType: number };
    }[];
    getArrowMarker: (type: number | string) => string;
    getNamespaces: () => Map<string, { id: string; label: string; parent?: string }>;
    getNotes: () => Map<string, { text: string; class?: string }>;
  }

  export interface StateDb extends Common {
    getDirection: () => string;
    getClasses: () => Map<string, StyleClass>;
    getData: () => {
      nodes: {
        id: string;
        label?: string | string[];
        /** Lines after the label. */
        description?: string[];
        shape: string;
        isGroup: boolean;
        parentId?: string;
        dir?: string;
        cssStyles: string[];
        cssCompiledStyles: string[];
        position?: string;
      }[];
      edges: { start: string; end: string; label?: string; arrowhead: string }[];
    };
  }

  export interface ErDb extends Common {
    direction: string;
    /** By name; relations go by the entity's own id. */
    getEntities: () => Map<
      string,
      {
        id: string;
        label: string;
        alias: string;
        cssClasses: string;
        cssStyles: string[];
        attributes: { type: string; name: string; keys: string[]; comment: string }[];
      }
    >;
    getRelationships: () => {
      entityA: string;
      entityB: string;
      roleA: string;
      relSpec: { cardA: string; cardB: string; relType: string };
    }[];
    getClasses: () => Map<string, StyleClass>;
    getSubGraphs: () => { id: string; nodes: string[]; title: string }[];
  }

  interface C4Text {
    text: string;
  }

  export interface C4Db extends Common {
    getTitle: () => string;
    getC4ShapeArray: () => {
      alias: string;
      label: C4Text;
      descr?: C4Text;
      techn?: C4Text;
      typeC4Shape: C4Text;
      parentBoundary: string;
    }[];
    getBoundaries: () => { alias: string; label: C4Text; type: C4Text; parentBoundary: string }[];
    getRels: () => { type: string; from: string; to: string; label: C4Text; techn?: C4Text }[];
  }

  export interface ArchitectureDb extends Common {
    getNodes: () => {
      id: string;
      type: "service" | "junction";
      icon?: string;
      iconText?: string;
      title?: string;
      in?: string;
    }[];
    getGroups: () => { id: string; icon?: string; title?: string; in?: string }[];
    getEdges: () => {
      lhsId: string;
      lhsDir: "L" | "R" | "T" | "B";
      lhsInto?: boolean;
      lhsGroup?: boolean;
      rhsId: string;
      rhsDir: "L" | "R" | "T" | "B";
      rhsInto?: boolean;
      rhsGroup?: boolean;
      title?: string;
    }[];
  }

  export const flowchart: Diagram<FlowDb>;
  export const sequence: Diagram<SequenceDb>;
  export { classDiagram as class };
  const classDiagram: Diagram<ClassDb>;
  export const state: Diagram<StateDb>;
  export const er: Diagram<ErDb>;
  export const c4: Diagram<C4Db>;
  export const architecture: Diagram<ArchitectureDb>;

  /** Mermaid's settings for all diagrams of this isolate. */
  export const setSiteConfig: (config: { maxEdges: number; securityLevel: "strict" }) => void;
}
