import AsyncHTTPClient
import Foundation
import Identity
import NIOCore
import NIOHTTP1

/// Revocation lists at the places that the configuration names.
struct RevocationListFiles: Sendable {
    /// Paths, or `http://` URLs: lists are signed, and nothing else of what comes back is believed.
    let places: [String]

    struct Fault: Error, CustomStringConvertible {
        let place: String
        let problem: String

        var description: String { "revocation list \(place): \(problem)" }
    }

    var paths: [String] { places.filter { !$0.hasPrefix("http://") } }
    var urls: [String] { places.filter { $0.hasPrefix("http://") } }

    /// All lists, in the order of the places.
    /// - Throws: ``Fault`` for the first that cannot be had or read: half of them would let in whom the other half names.
    func read() async throws -> [RevocationList] {
        var lists: [RevocationList] = []
        for place in places { lists.append(try Self.list(try await Self.bytes(of: place), place)) }
        return lists
    }

    private static func bytes(of place: String) async throws -> [UInt8] {
        guard place.hasPrefix("http://") else {
            guard let data = FileManager.default.contents(atPath: place) else {
                throw Fault(place: place, problem: "cannot be read")
            }
            return [UInt8](data)
        }
        do {
            let answer = try await HTTPClient.shared.execute(HTTPClientRequest(url: place), timeout: .seconds(30))
            guard answer.status == .ok else { throw Fault(place: place, problem: "status \(answer.status.code)") }
            return Array(buffer: try await answer.body.collect(upTo: RevocationList.sizeLimit))
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(place: place, problem: "cannot be fetched: \(type(of: error))")
        }
    }

    private static func list(_ bytes: [UInt8], _ place: String) throws -> RevocationList {
        var der = bytes
        if bytes.starts(with: Array("-----BEGIN".utf8)) {
            let blocks = PEMBlocks.contents(of: String(decoding: bytes, as: UTF8.self), labels: ["X509 CRL"]) ?? []
            guard blocks.count == 1 else { throw Fault(place: place, problem: "is not one list in PEM") }
            der = blocks[0]
        }
        do {
            return try RevocationList(der: der)
        } catch {
            throw Fault(place: place, problem: "is no list that can be used")
        }
    }
}
