/// What a worker process is started with.
public struct WorkerSettings: Hashable, Sendable {
    /// A compiled profile set, which is mapped; or a folder of sources, which every worker then compiles for itself.
    public var profiles: String
    public var acceptLocalIdentifiers: Bool
    /// Whether messages for training and debugging are refused.
    public var isProduction: Bool
    /// Whether a CDA document that may not be filed is converted all the same; never so in a gateway.
    public var convertsRefused = false
    public var limits: WorkerLimits

    public init(profiles: String, acceptLocalIdentifiers: Bool, isProduction: Bool, limits: WorkerLimits) {
        self.profiles = profiles
        self.acceptLocalIdentifiers = acceptLocalIdentifiers
        self.isProduction = isProduction
        self.limits = limits
    }

    /// The arguments of `ankur worker` that say the same.
    public var arguments: [String] {
        [
            "--profiles", profiles, "--document-bytes", "\(limits.documentBytes)",
            "--answer-bytes", "\(limits.answerBytes)", "--memory-bytes", "\(limits.memoryBytes)",
            "--cpu-seconds", "\(limits.cpuSeconds)",
        ] + (acceptLocalIdentifiers ? ["--accept-local-identifiers"] : []) + (isProduction ? ["--production"] : [])
            + (convertsRefused ? ["--converts-refused"] : [])
    }
}
