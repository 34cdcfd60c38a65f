import Foundation
import GatewayClient
import TestPKI

extension DemoPlay {
    /// Step 12: the ministry's queue, explained first, and a case from its opening to its end.
    func workOnCase() async throws {
        narrator.step(12, "The ministry's queue, explained first; the emergency's case is decided and closed")
        let number = "JVK-2026-118"
        let start = try await world.ministry.send(
            "GET", ministry + "/explained", headers: [("Accept-Language", "en")]
        ).expecting(200).text
        let token = try #"name="form-token" value="([0-9a-f]+)""#.firstMatch(in: start)
        let queue = try await work("/explained", "form-token=\(token)&case=\(number)")
        let figures = try queue.matches(of: Regex(#"<strong class="number">([0-9]+)</strong>"#)).prefix(3).compactMap {
            $0.output.last?.substring
        }
        try expect(figures.count == 3, "how many are explained")
        narrator.say(
            "POST /explained: \(figures[0]) accesses, \(figures[1]) explained by what was filed, by the person, or by a case; \(figures[2]) to be looked at, the emergency first."
        )
        // The newest: an earlier playing has closed its own.
        let positions = try queue.matches(of: Regex(#"name="case-id" value="BTG-([0-9]+)""#)).compactMap { match in
            match.output.last?.substring.flatMap { UInt64($0) }
        }
        guard let newest = positions.max() else { throw DemoFailure("no emergency is in the queue") }
        let id = "BTG-\(newest)"
        let form = "form-token=\(token)&case=\(number)&case-id=\(id)"
        for (what, fields) in [
            ("takes the case", "act=take"), ("asks the hospital", "act=ask&text=Miks+andmed+avati"),
            ("notes the answer", "act=answer&text=Teadvuseta+patsient+toodi+kiirabiga"),
            ("decides: justified", "act=decide&text=Elu+oli+ohus&finding=justified&measure=none"),
            ("closes it", "act=close&text=Isikut+teavitati"),
        ] {
            _ = try await work("/cases/step", "\(form)&\(fields)")
            narrator.say("  • the supervisor \(what)")
        }
        let file = try await work("/cases/show", form)
        try expect(file.contains("closed"), "the case is closed")
        let statistics = try await work("/statistics", "form-token=\(token)&case=\(number)")
        try expect(statistics.contains("100 %"), "every emergency was reviewed")
        narrator.say(
            "\(id) is closed, each step a statement on the ledger; emergencies reviewed: 100 %. Small counts stay *.")
        let evidence = try await world.ministry.send(
            "POST", ministry + "/cases/evidence", headers: [Self.workForm], body: Array(form.utf8)
        ).expecting(200)
        let path = world.realm.folder + "/\(id).tar"
        try Data(evidence.body).write(to: URL(fileURLWithPath: path))
        narrator.say("The evidence for a court, each look and step with its proof: \(path)")
    }

    private static let workForm = ("Content-Type", "application/x-www-form-urlencoded")

    private func work(_ path: String, _ form: String) async throws -> String {
        try await world.ministry.send(
            "POST", ministry + path, headers: [Self.workForm, ("Accept-Language", "en")], body: Array(form.utf8)
        ).expecting(200).text
    }
}
