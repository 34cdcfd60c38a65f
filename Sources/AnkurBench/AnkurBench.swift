import ArgumentParser

/// Measured runs. Each prints its figures as ratios to something anyone can run beside it, in the same run on the same machine.
@main
struct AnkurBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "AnkurBench", abstract: "Measures Ankur beside known programs, and prints the ratios.",
        subcommands: [
            ConvertBench.self, SubmitBench.self, MemoryBench.self, SamplesTable.self, CoverageTable.self,
            FieldTable.self, HL7Bench.self, Fuzz.self, MutationRun.self, LedgerBench.self, TLSBench.self,
            HandshakeListener.self, InvisibleBench.self, PagePictures.self, AccessBench.self, OutputDigest.self,
        ])
}
