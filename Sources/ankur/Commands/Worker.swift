import ArgumentParser
import DocumentWorkers

/// A process that parses documents for the gateway that started it; of no use to a person.
struct Worker: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Parses documents for a gateway, over standard input and output.", shouldDisplay: false)

    @Option var profiles: String
    @Option var documentBytes: Int
    @Option var answerBytes: Int
    @Option var memoryBytes: Int
    @Option var cpuSeconds: Int
    @Flag var acceptLocalIdentifiers = false
    @Flag var production = false
    @Flag var convertsRefused = false

    func run() throws {
        let limits = WorkerLimits(
            documentBytes: documentBytes, answerBytes: answerBytes, memoryBytes: memoryBytes, cpuSeconds: cpuSeconds)
        do {
            var settings = WorkerSettings(
                profiles: profiles, acceptLocalIdentifiers: acceptLocalIdentifiers, isProduction: production,
                limits: limits)
            settings.convertsRefused = convertsRefused
            try WorkerLoop(settings).run()
        } catch {
            throw CommandFailure.impossible("worker: \(error)")
        }
    }
}
