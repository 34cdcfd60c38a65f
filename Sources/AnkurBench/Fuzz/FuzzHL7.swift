import ArgumentParser
import Conversion
import Foundation
import HL7v2
import Profiles
import RecordTypes

/// Inputs changed at random, against everything that reads HL7 v2: MLLP framing, batches, MSH, the parser, and conversion.
///
/// A trap ends the program, so the last line says how far it came; the same seed gives the same inputs, and `--first` begins at one.
struct FuzzHL7: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hl7", abstract: "Reads and converts HL7 v2 messages that were changed at random; must not trap.")

    @Option(help: "How many inputs are made.")
    var inputs = 1_000_000

    @Option(help: "Where the random numbers begin.")
    var seed: UInt64 = 20_261_129

    @Option(help: "Number of the first input, to come back to one.")
    var first = 0

    @Option(help: "Convert every so many inputs; each is parsed.")
    var convertEvery = 4

    @Option(help: "Folder of further messages to change (*.hl7).")
    var folder: String?

    @Option(help: "Folder of the profile set.")
    var profiles = "profiles"

    func run() throws {
        let converter = Converter(
            profiles: try ProfileSet(directory: profiles), options: ConversionOptions(acceptLocalIdentifiers: true))
        let seeds = FuzzSeeds.hl7v2 + (try folder.map { try HL7Bench.messages(in: $0) } ?? [])
        var counts = Counts()
        for number in first..<(first + inputs) {
            // Each input depends on its number alone.
            var mutator = MessageMutator(seed: seed &+ UInt64(number))
            let input = mutator.mutated(seeds[number % seeds.count])
            counts.read += Self.read(input) ? 1 : 0
            counts.framed += Self.frame(input, with: &mutator)
            if number.isMultiple(of: max(1, convertEvery)) {
                let outcome = converter.convert(SourceDocument(format: .hl7v2, bytes: input))
                counts.converted += outcome.parts == nil ? 0 : 1
                guard outcome.parts != nil || !outcome.issues.isEmpty else {
                    throw ValidationError("input \(number) was refused without a reason")
                }
            }
            if (number - first + 1).isMultiple(of: 100_000) { print("\(number - first + 1) inputs") }
        }
        print(
            "\(inputs) inputs, seed \(seed): no trap; \(counts.read) could be read, \(counts.framed) came out of MLLP frames, "
                + "\(counts.converted) of \((inputs + convertEvery - 1) / max(1, convertEvery)) were converted")
    }

    private struct Counts {
        var read = 0
        var framed = 0
        var converted = 0
    }

    /// Reads everything that a message has.
    private static func read(_ bytes: [UInt8]) -> Bool {
        let batch = MessageBatch(bytes, limit: 100)
        var characters = batch.messages.count + (MessageHeader(bytes)?.controlID.count ?? 0)
        let limits = MessageLimits(bytes: 1 << 16, segments: 500, fields: 200, parts: 100)
        guard let message = try? Message(bytes, limits: limits) else { return false }
        for segment in message.segments {
            for number in 0...(segment.fieldCount + 1) {
                let field = segment[number]
                characters += field.wholeText?.utf8.count ?? 0
                for repetition in field.repetitions {
                    for component in 1...repetition.componentCount {
                        characters += (repetition[component].text?.utf8.count ?? 0)
                        characters += (repetition[component][2]?.utf8.count ?? 0)
                    }
                }
            }
        }
        return characters + message.unknownEscapes().count > 0
    }

    /// Sends the input through MLLP framing in pieces, framed and bare; gives the number of messages that come out.
    private static func frame(_ bytes: [UInt8], with mutator: inout MessageMutator) -> Int {
        var framing = MLLPFraming(limit: 4_096)
        var stream = [MLLPFraming.startBlock] + bytes + [MLLPFraming.endBlock, 0x0D]
        if mutator.next(below: 4) == 0 { stream = mutator.mutated(stream) }
        var messages = 0
        var at = 0
        while at < stream.count {
            let end = min(stream.count, at + 1 + mutator.next(below: 300))
            for case .message in framing.receive(Array(stream[at..<end])) { messages += 1 }
            at = end
        }
        _ = framing.receiveEnd()
        return messages
    }
}

/// `AnkurBench fuzz …`: one command a syntax.
struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz", abstract: "Runs inputs changed at random through the parsers.", subcommands: [FuzzHL7.self]
    )
}
