public import DocumentWorkers
public import Gateway
public import Identity
public import RecordTypes
public import Reporting
public import TokenSecrets

/// Everything an operator decides about a gateway, checked. Holds no secret: keys are named by the files that hold them.
public struct GatewayConfiguration: Hashable, Sendable {
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Test certificates and development headers are accepted; nothing real may be stored.
        case test
        case production
    }

    /// The doors, each with a listener of its own.
    public enum ListenerName: String, Hashable, Sendable, CaseIterable {
        case providers
        case mllp
        case citizens
        /// Citizens by Web eID, in sessions.
        case portal
        case ministry
        case `public`
        case operations
    }

    public struct Listener: Hashable, Sendable {
        public var address: String
        /// 0: any free port, told when it is bound.
        public var port: Int

        public init(address: String, port: Int) {
            self.address = address
            self.port = port
        }
    }

    /// PEM files of the certificate that the gateway shows, and of its key.
    public struct ServerFiles: Hashable, Sendable {
        public var certificate: String
        public var key: String

        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// Trust profiles: who may come in through the doors for institutions, and through those for people.
    public struct TrustFiles: Hashable, Sendable {
        public var institutions: String
        public var people: String

        public init(institutions: String, people: String) {
            self.institutions = institutions
            self.people = people
        }
    }

    /// How it is found out whether a certificate was revoked.
    public struct RevocationSettings: Hashable, Sendable {
        public enum OCSP: String, Hashable, Sendable, CaseIterable {
            /// The responder that each certificate names in its authorityInfoAccess.
            case certificate
        }

        /// Nil: no responder is asked.
        public var ocsp: OCSP?
        /// Revocation lists: paths, or `http://` URLs, DER or PEM. A certificate that no list covers is refused.
        public var lists: [String]
        /// Seconds between two fetches of lists by URL; files are read when they change.
        public var refreshInSeconds: Int
        /// Seconds for which a verdict is used again before the sources are asked anew.
        public var freshnessInSeconds: Int
        /// Seconds after the responder's last good word for which a certificate passes while it is silent, at most 3600; 0 = none.
        public var graceInSeconds: Int

        /// Whether an OCSP answer that does not repeat the nonce of its question is refused.
        public var requiresNonce: Bool

        public init(
            ocsp: OCSP?, lists: [String] = [], refreshInSeconds: Int = 60, freshnessInSeconds: Int = 300,
            graceInSeconds: Int = 0, requiresNonce: Bool = false
        ) {
            self.ocsp = ocsp
            self.lists = lists
            self.refreshInSeconds = refreshInSeconds
            self.freshnessInSeconds = freshnessInSeconds
            self.graceInSeconds = graceInSeconds
            self.requiresNonce = requiresNonce
        }
    }

    public struct LedgerSettings: Hashable, Sendable {
        /// The log's name in checkpoints: a schema-less URL that the ministry controls, `log.example.ee/ankur`.
        public var origin: String
        /// Whether entry bundles are served to anyone, or to nobody here.
        public var publicEntries: Bool
        /// The tlog-policy file: which witnesses must cosign a checkpoint before it is published, and where they are. Nil: nobody.
        public var policy: String?
        /// The file with libpq's connection string of the database in which several gateways share ledger and data keys. Nil: SQLite.
        public var postgreSQL: String?
        /// How long one witness may take over one checkpoint.
        public var witnessTimeout: Duration
        /// Where checkpoints are published outside the realm; nil: nowhere.
        public var anchors: AnchorSettings?
        /// Mirrors, by name: no checkpoint is signed when one of them has seen a larger log. URLs below which they serve.
        public var mirrors: [String: String]

        public init(
            origin: String, publicEntries: Bool, policy: String? = nil, witnessTimeout: Duration = .seconds(1),
            postgreSQL: String? = nil, anchors: AnchorSettings? = nil, mirrors: [String: String] = [:]
        ) {
            self.origin = origin
            self.publicEntries = publicEntries
            self.policy = policy
            self.postgreSQL = postgreSQL
            self.witnessTimeout = witnessTimeout
            self.anchors = anchors
            self.mirrors = mirrors
        }
    }

    public var mode: Mode
    /// Folder of databases and key files.
    public var data: String
    /// Folder of the profile set.
    public var profiles: String
    /// Where clients find a door, for the links in answers: `https://records.example.ee`. Without one, the bound address.
    public var publicBase: [ListenerName: String]
    public var listeners: [ListenerName: Listener]
    public var tls: ServerFiles
    public var trust: TrustFiles
    /// Nil: nobody is asked, which only a test profile allows.
    public var revocation: RevocationSettings?
    /// Ministry staff: whose certificate may do what.
    public var officials: [CertificateFingerprint: VerifiedOfficial.Role]
    /// Whether only registered institutions come in.
    public var requiresRegistration: Bool
    /// Proxies and X-Road security servers that may speak for others, by certificate.
    public var front: FrontPeers
    public var workers: WorkerPoolSize
    public var workerLimits: WorkerLimits
    public var ledger: LedgerSettings
    /// Whether a patient identifier of a system that no profile knows is kept as the institution's own number.
    public var acceptLocalIdentifiers: Bool
    /// How citizens are told that something happened.
    public var messages: MessageSettings
    /// At which ages guardians stop to act for a child and children begin to act for themselves.
    public var ages: AgeLimits
    /// How long institutions have for answers, and authors for talking things over.
    public var terms: CitizenTerms

    /// How long the ministry and those it asks have.
    public var caseTerms: CaseTerms
    /// When institutions' staff are expected to look at records.
    public var openingHours: OpeningHours

    /// The PKCS#11 token that holds the secret behind ledger identities; nil: a key file does.
    public var identityToken: TokenPlace?
    /// Further folders for institutions' stores, by the name under which the register assigns them.
    public var storeFolders: [String: String]

    /// Everything not given has the value that a file without that key gives it.
    public init(
        mode: Mode, data: String, profiles: String, listeners: [ListenerName: Listener], tls: ServerFiles,
        trust: TrustFiles,
        ledger: LedgerSettings
    ) {
        self.mode = mode
        self.data = data
        self.profiles = profiles
        self.publicBase = [:]
        self.listeners = listeners
        self.tls = tls
        self.trust = trust
        self.revocation = nil
        self.officials = [:]
        self.requiresRegistration = mode == .production
        self.front = .none
        self.workers = WorkerPoolSize(concurrent: 1)
        self.workerLimits = WorkerLimits()
        self.ledger = ledger
        self.acceptLocalIdentifiers = false
        self.messages = MessageSettings()
        self.ages = .none
        self.terms = CitizenTerms()
        self.caseTerms = CaseTerms()
        self.identityToken = nil
        self.storeFolders = [:]
        self.openingHours = OpeningHours()
    }
}
