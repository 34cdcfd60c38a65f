public import Identity
public import RecordTypes

/// What a door is told by whoever opens it.
public struct DoorSettings: Sendable {
    /// In logs and metrics: `providers`, `citizens`.
    public let name: String
    /// Where clients find the door, without a slash at its end: `https://records.example.ee`. Links are built from this and from
    /// nothing that a request says. Asked anew for each link, because a port may be known only once it is bound.
    public let publicBase: @Sendable () -> String
    public let clock: @Sendable () -> Instant
    /// Whether `X-Ankur-Actor…` headers may name the acting person: in a test configuration only.
    public let acceptsDevelopmentHeaders: Bool
    /// Who may ask where a person's data was used, for the national citizen view (Andmejälgija): its institution's certificate.
    public let usageMonitors: Set<InstitutionID>
    /// Who judges the signed tokens in which institutions name who acts; nil: none is taken.
    public let actorTokens: ActorTokenVerifier?
    /// What the operator's register says of institutions and of those they name.
    public let register: (any SubjectRegister)?
    /// Proxies and security servers that may speak for others here.
    public let front: FrontPeers
    /// By which ways citizens can be told that something happened.
    public let messages: Set<MessageChannel>
    /// Whether the door is behind TLS, and browsers may be told so.
    public let isEncrypted: Bool
    /// Makes the tokens of the log-out forms, where people come in by a session; nil where the connection's certificate says who they are.
    var sessionForms: FormTokens?

    /// X-Road's `{EE|ee-test|ee-dev}/GOV/70006317/datatracker`, by its institution's number.
    public static let nationalMonitors = Set([InstitutionID("NTREE-70006317")].compactMap(\.self))

    public init(
        name: String, publicBase: @escaping @Sendable () -> String, clock: @escaping @Sendable () -> Instant,
        acceptsDevelopmentHeaders: Bool = false, usageMonitors: Set<InstitutionID> = DoorSettings.nationalMonitors,
        actorTokens: ActorTokenVerifier? = nil, register: (any SubjectRegister)? = nil, front: FrontPeers = .none,
        messages: Set<MessageChannel> = [], isEncrypted: Bool = true
    ) {
        self.name = name
        self.publicBase = publicBase
        self.clock = clock
        self.acceptsDevelopmentHeaders = acceptsDevelopmentHeaders
        self.usageMonitors = usageMonitors
        self.actorTokens = actorTokens
        self.register = register
        self.front = front
        self.messages = messages
        self.isEncrypted = isEncrypted
    }
}

/// A way to tell a citizen that something happened.
public enum MessageChannel: Hashable, Sendable {
    case email
    /// The state's own mailbox, by webhook.
    case mailbox
}
