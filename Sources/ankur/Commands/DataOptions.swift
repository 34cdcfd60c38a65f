import ArgumentParser
import Foundation
import GatewayService
import Ledger
import TransparencyLog

/// Which gateway's data a command works on.
struct DataOptions: ParsableArguments {
    @Option(help: "The gateway's data folder, or the folder that holds it as data.")
    var data: String?

    @Option(help: "The gateway's configuration file.")
    var config: String?

    func validate() throws {
        guard (data == nil) != (config == nil) else {
            throw ValidationError("Give either --data DIR or --config FILE.")
        }
    }

    func folder() throws -> DataFolder {
        let candidates: [String]
        if let data {
            candidates = [data, data + "/data"]
        } else {
            let configuration = try GatewayConfiguration.forCommand(file: config ?? "")
            if let shared = configuration.ledger.postgreSQL {
                return DataFolder(path: configuration.data, sharedLedger: shared)
            }
            candidates = [configuration.data]
        }
        let folders = candidates.map { DataFolder(path: $0) }
        guard let found = folders.first(where: { FileManager.default.fileExists(atPath: $0.ledger) }) else {
            throw CommandFailure.impossible("\(candidates[0]) holds no gateway's data")
        }
        return found
    }
}
