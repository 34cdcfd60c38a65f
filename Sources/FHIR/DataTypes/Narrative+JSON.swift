public import JSONText

extension Narrative {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("status", status)
        json.element("div", div)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        status = try element.requiredCode("status")
        div = try element.requiredText("div", as: .xhtml)
        try element.end()
    }
}
