public import JSONText

extension Annotation {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        author?.write(to: &json)
        json.element("time", time)
        json.element("text", text)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        author = try Annotation.Author(reading: &element)
        time = try element.text("time", as: .dateTime)
        text = try element.requiredText("text")
        try element.end()
    }
}

extension Annotation.Author {
    func write(to json: inout JSONWriter) {
        switch self {
        case .reference(let value): json.element("authorReference", value)
        case .string(let value): json.element("authorString", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Reference = try element.optional("authorReference") {
            self = .reference(value)
        } else if let value = try element.text("authorString") {
            self = .string(value)
        } else {
            return nil
        }
    }
}
