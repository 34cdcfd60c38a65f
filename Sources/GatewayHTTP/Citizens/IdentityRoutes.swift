import Gateway
import HTTPTypes
import Hummingbird
import JSONText
import Ledger
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `GET /identity`: which certificates and numbers have been bound to the citizen's ledger identity.
    static func identityPage(_ gateway: Gateway) -> Route {
        Route(.get, "/identity", .page) { visit in
            let own = try await gateway.ownIdentity(of: visit.caller, requestID: visit.requestID.description)
            return Response(
                page: IdentityPage(visitor: visit.visitor, lines: own.entries.reversed().map { IdentityLine($0) }),
                in: visit.request.language)
        }
    }

    /// `GET /identity.json`: the same with everything that `ankur verify` needs.
    static func identityFile(_ gateway: Gateway) -> Route {
        Route(.get, "/identity.json", .page) { visit in
            let own = try await gateway.ownIdentity(of: visit.caller, requestID: visit.requestID.description)
            var response = Response(bytes: own.json, type: MediaType.json)
            response.isDownload(named: "identity.json")
            return response
        }
    }
}

extension IdentityLine {
    init(_ entry: OwnIdentity.Entry) {
        let time = entry.evidence.time
        let position = entry.evidence.index
        switch entry.binding {
        case .certificate(let fingerprint, let profile, let assurance, let epoch):
            self.init(
                time: time, position: position, epoch: epoch, isAnchored: entry.evidence.receipt != nil,
                what: .certificate(
                    fingerprint: fingerprint.description, profile: profile, assurance: assurance?.rawValue))
        case .link(let link):
            self.init(
                time: time, position: position, epoch: link.epoch, isAnchored: entry.evidence.receipt != nil,
                what: .link(
                    former: link.former.semantics, current: link.current.semantics, basis: link.basis,
                    isSigned: link.approval != nil))
        }
    }
}

extension OwnIdentity {
    /// ```
    /// {"format":"ankur-identity-1","log":vkey,"years":[{"year":2026,"tagKey":hex}],
    ///  "entries":[{"index":…,"year":…,"statement":text,"entry":hex,"envelope":hex,"proof":tlog-proof}]}
    /// ```
    var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("format")
        json.string("ankur-identity-1")
        json.key("log")
        json.string(verifierKey)
        json.key("years")
        json.beginArray()
        for year in years {
            json.beginObject()
            json.key("year")
            json.number(text: String(year.year))
            json.key("tagKey")
            json.string(Hex.text(year.tagKey))
            json.endObject()
        }
        json.endArray()
        json.key("entries")
        json.beginArray()
        for entry in entries { entry.evidence.write(to: &json) }
        json.endArray()
        json.endObject()
        return json.bytes
    }
}

extension OwnEntry {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("index")
        json.number(text: String(index))
        json.key("year")
        json.number(text: String(year))
        json.key("statement")
        json.string(String(decoding: statement, as: UTF8.self))
        json.key("entry")
        json.string(Hex.text(entry))
        json.key("envelope")
        json.string(Hex.text(envelope))
        if let receipt {
            json.key("proof")
            json.string(receipt.tlogProof)
        }
        json.endObject()
    }
}
