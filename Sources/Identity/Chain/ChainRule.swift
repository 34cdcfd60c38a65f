/// One rule that a path must keep: a small pure function of the certificates, leaf first, anchor last.
protocol ChainRule: Sendable {
    /// What it is about, for a person who reads the list: `name constraints`.
    var name: String { get }
    /// Whether there is anything on this path for the rule to look at; else its word is NA.
    func applies(to path: CertificatePath) -> Bool
    func refusal(of path: CertificatePath) -> RefusalReason?
}

extension ChainRule {
    func applies(to path: CertificatePath) -> Bool { true }
}
