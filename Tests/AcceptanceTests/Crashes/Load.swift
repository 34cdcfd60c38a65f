import GatewayClient
import JSONText
import Synchronization

/// Clients that submit and read until the gateway is gone.
struct Load: Sendable {
    let realm: KilledRealm
    let process: GatewayProcess

    /// Runs every client until its connection fails; gives what a client was told that it should never be told.
    func run() async -> [String] {
        await withTaskGroup(of: [String].self) { group in
            for sender in [Journal.Document.Sender.north, .north, .laboratory, .laboratory] {
                group.addTask { await submit(from: sender) }
            }
            group.addTask { await sendMessages() }
            group.addTask { await read() }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func submit(from sender: Journal.Document.Sender) async -> [String] {
        let client = sender == .north ? realm.north : realm.laboratory
        while true {
            let document = realm.journal.next(from: sender)
            let answer: HTTPAnswer
            do {
                answer = try await client.submit(document.bytes, document.mediaType, to: process)
            } catch {
                realm.journal.note(unknown: document)
                return []
            }
            switch answer.status {
            case 201, 200:
                do {
                    realm.journal.note(document, acknowledgedBy: try Acknowledged(answer))
                } catch {
                    return ["\(error)"]
                }
            case 503: realm.journal.note(unknown: document)
            default: return ["a good document was answered with \(answer.status): \(answer.text.prefix(500))"]
            }
        }
    }

    private func sendMessages() async -> [String] {
        guard let sender = try? realm.realm.sender(as: Holder.southHospital, to: process) else {
            return ["no MLLP listener"]
        }
        while true {
            let documents = (0..<8).map { _ in realm.journal.next(from: .message) }
            let answered = Mutex(0)
            let refusals = Mutex<[String]>([])
            let isThere =
                (try? await sender.send(documents.map(\.bytes)) { position, answer in
                    answered.withLock { $0 = position + 1 }
                    let text = String(decoding: answer, as: UTF8.self)
                    if text.contains("\rMSA|AA|") {
                        realm.journal.note(accepted: documents[position])
                    } else {
                        realm.journal.note(unknown: documents[position])
                        // AR says: not now, send again.
                        if !text.contains("\rMSA|AR|") {
                            refusals.withLock { $0.append("a good message was answered with \(text)") }
                        }
                    }
                }) != nil
            for document in documents[answered.withLock { $0 }...] { realm.journal.note(unknown: document) }
            let faults = refusals.withLock { $0 }
            if !faults.isEmpty || !isThere { return faults }
        }
    }

    /// A citizen who opens records that were acknowledged: there, or no answer at all.
    private func read() async -> [String] {
        while true {
            let known = realm.journal.acknowledged
            guard let entry = known.randomElement() else {
                // Nothing to read yet; the list is asked for instead.
                do {
                    _ = try await realm.citizen.send("GET", process.url("citizens") + "/fhir/DocumentReference")
                } catch { return [] }
                continue
            }
            let url = process.url("citizens") + "/fhir/Bundle/\(entry.promise.record)"
            guard let answer = try? await realm.citizen.send("GET", url) else { return [] }
            switch answer.status {
            case 200:
                guard (try? answer.json())?["resourceType"]?.stringValue == "Bundle" else {
                    return ["half a Bundle was read"]
                }
            case 503: continue
            default: return ["an acknowledged record was answered with \(answer.status): \(answer.text.prefix(500))"]
            }
        }
    }
}
