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
        guard let data else {
            let configuration = try GatewayConfiguration.forCommand(file: config ?? "")
            let folder = configuration.folder
            guard folder.sharedLedger != nil || FileManager.default.fileExists(atPath: folder.ledger) else {
                throw CommandFailure.impossible("\(folder.path) holds no gateway's data")
            }
            return folder
        }
        let folders = [data, data + "/data"].map { DataFolder(path: $0) }
        guard let found = folders.first(where: { FileManager.default.fileExists(atPath: $0.ledger) }) else {
            throw CommandFailure.impossible("\(data) holds no gateway's data")
        }
        return found
    }
}
