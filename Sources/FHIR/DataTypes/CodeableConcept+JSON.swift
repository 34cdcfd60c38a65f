public import JSONText

extension CodeableConcept {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("coding", coding)
        json.element("text", text)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        coding = try element.array("coding")
        text = try element.text("text")
        try element.end()
    }
}
