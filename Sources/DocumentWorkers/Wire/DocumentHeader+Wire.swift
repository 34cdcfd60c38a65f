import JSONText
import RecordTypes

extension DocumentHeader {
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("patients")
        json.beginArray()
        for patient in patients { patient.write(to: &json) }
        json.endArray()
        json.key("patientCount")
        json.integer(patientCount)
        json.member("documentID", documentID) { $0.write(to: &$1) }
        json.member("setID", setID) { $0.write(to: &$1) }
        json.member("version", version) { $1.integer($0) }
        json.member("replaces", replaces) { $0.write(to: &$1) }
        json.member("custodian", custodian) { $1.string($0.semantics) }
        json.member("type", type) { $0.write(to: &$1) }
        json.member("title", title) { $1.string($0) }
        json.member("author", author) { $1.string($0) }
        json.member("documentTime", documentTime) { $1.string($0) }
        json.member("operatorName", operatorName) { $1.string($0) }
        json.member("operatorPerson", operatorPerson) { $0.write(to: &$1) }
        json.endObject()
    }

    /// Nil when a member has another type than ``write(to:)`` gives it; absent members stay nil.
    init?(reading json: JSONValue) {
        guard let listed = json["patients"]?.arrayValue, let count = json["patientCount"]?.integerValue, count >= 0
        else {
            return nil
        }
        let patients = listed.compactMap(PersonIdentifier.init(reading:))
        guard patients.count == listed.count else { return nil }
        do {
            self.init(
                patients: patients, patientCount: Int(count),
                documentID: try json.read("documentID", DocumentID.init(reading:)),
                setID: try json.read("setID", DocumentID.init(reading:)),
                version: try json.read("version") { $0.integerValue.map { Int($0) } },
                replaces: try json.read("replaces", DocumentID.init(reading:)),
                custodian: try json.read("custodian") { $0.stringValue.flatMap { InstitutionID($0) } },
                type: try json.read("type", CodedWord.init(reading:)),
                title: try json.read("title", \.stringValue), author: try json.read("author", \.stringValue),
                documentTime: try json.read("documentTime", \.stringValue),
                operatorName: try json.read("operatorName", \.stringValue),
                operatorPerson: try json.read("operatorPerson", PersonIdentifier.init(reading:)))
        } catch {
            return nil
        }
    }
}

extension PersonIdentifier {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginArray()
        json.string(scheme.rawValue)
        json.string(country)
        json.string(number)
        json.endArray()
    }

    fileprivate init?(reading json: JSONValue) {
        guard let words = json.arrayValue, words.count == 3,
            let scheme = words[0].stringValue.flatMap(Scheme.init(rawValue:)), let country = words[1].stringValue,
            let number = words[2].stringValue
        else { return nil }
        self.init(scheme: scheme, country: country, number: number)
    }
}

extension DocumentID {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("root")
        json.string(root)
        json.member("extension", `extension`) { $1.string($0) }
        json.endObject()
    }

    fileprivate init?(reading json: JSONValue) {
        guard let root = json["root"]?.stringValue else { return nil }
        do {
            self.init(root: root, extension: try json.read("extension", \.stringValue))
        } catch {
            return nil
        }
    }
}

extension CodedWord {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("system")
        json.string(system)
        json.key("code")
        json.string(code)
        json.member("display", display) { $1.string($0) }
        json.endObject()
    }

    fileprivate init?(reading json: JSONValue) {
        guard let system = json["system"]?.stringValue, let code = json["code"]?.stringValue else { return nil }
        do {
            self.init(system: system, code: code, display: try json.read("display", \.stringValue))
        } catch {
            return nil
        }
    }
}
