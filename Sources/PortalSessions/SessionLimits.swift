/// How long things last in the portal. The defaults are those of NIST SP 800-63B (AAL3) and of Web eID.
public struct SessionLimits: Hashable, Sendable {
    /// A challenge is answered within this time.
    public var challenge: Duration
    /// A session that asks nothing for this long ends.
    public var idle: Duration
    /// Every session ends this long after the log-in.
    public var absolute: Duration
    /// Browsers that have asked for a challenge and not yet answered it; beyond, the oldest are forgotten.
    public var visitors: Int
    /// What a session's last use may be behind on the disk: it is written this seldom, and counted from what is written.
    public var useGrain: Duration

    public init(
        challenge: Duration = .seconds(300), idle: Duration = .seconds(15 * 60),
        absolute: Duration = .seconds(12 * 3600),
        visitors: Int = 50_000, useGrain: Duration = .seconds(30)
    ) {
        self.challenge = challenge
        self.idle = idle
        self.absolute = absolute
        self.visitors = visitors
        self.useGrain = useGrain
    }
}
