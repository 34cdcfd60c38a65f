import Foundation
import JSONText
import TestPKI
import Testing

/// Pages for people: whatever a document holds comes out as text.
@Suite("Pages")
struct PageTests {
    /// Markup as a document's words, in every place that a page shows.
    private static let words = "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onmouseover=&quot;x"

    @Test("what a document says is shown as text on every page about it")
    func escaped() async throws {
        let gateway = try await SharedGateway.running
        let document = TestDocument.cda("PAGE-1", title: Self.words, body: "<paragraph>\(Self.words)</paragraph>")
        let answer = try await Curl.ask(
            gateway, as: Holder.northHospital, gateway.url("providers", "/documents"),
            headers: ["Content-Type: application/xml"],
            body: document.bytes)
        let record = try #require(answer.json().submissionExtension("submission"), "\(answer.text)")
        for path in [
            "/", "/records/\(record)", "/records/\(record)/receipt", "/restrictions", "/restrictions?record=\(record)",
            "/log",
        ] {
            let page = try await Curl.ask(gateway, as: Holder.citizen, gateway.url("citizens", path))
            guard page.status == 200 else {
                Issue.record("\(path): \(page.status)")
                continue
            }
            #expect(!page.text.contains("<script"), "\(path)")
            #expect(page.text.firstMatch(of: /<[^>]*" onmouseover="/) == nil, "\(path): inside a tag")
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") ?? false)
            #expect(page.header("Cache-Control") == "no-store")
        }
        let page = try await Curl.ask(gateway, as: Holder.citizen, gateway.url("citizens", "/records/\(record)"))
        #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "and it is shown")
    }

    @Test(
        "a narrative that could act is made harmless or refused",
        arguments: [
            #"<paragraph>a</paragraph><script>alert(1)</script>"#, #"<paragraph onclick="alert(1)">a</paragraph>"#,
            #"<linkHtml href="javascript:alert(1)">a</linkHtml>"#,
            #"<content styleCode="x" onmouseover="y">a</content>"#,
            #"<renderMultiMedia referencedObject="../../etc/passwd"/>"#,
        ])
    func narrative(_ body: String) async throws {
        let gateway = try await SharedGateway.running
        let name = "PAGE-N-\(body.utf8.reduce(UInt32(0)) { $0 &* 31 &+ UInt32($1) })"
        let answer = try await Curl.ask(
            gateway, as: Holder.northHospital, gateway.url("providers", "/documents"),
            headers: ["Content-Type: application/xml"],
            body: TestDocument.cda(name, body: body).bytes)
        guard answer.status == 201 else {
            #expect(answer.status == 422, "\(answer.text)")
            return
        }
        let record = try #require(answer.json().submissionExtension("submission"))
        for url in [gateway.url("citizens", "/records/\(record)"), gateway.url("citizens", "/fhir/Bundle/\(record)")] {
            let shown = try await Curl.ask(gateway, as: Holder.citizen, url)
            #expect(shown.status == 200)
            for harm in ["<script", "onclick=", "onmouseover=", "href=\"javascript:", "href=\\\"javascript:"] {
                #expect(!shown.text.contains(harm), "\(url)")
            }
        }
    }

    @Test("the pages a citizen needs are there, in well-formed HTML", arguments: ["/", "/restrictions", "/log"])
    func pages(_ path: String) async throws {
        let gateway = try await SharedGateway.running
        let page = try await Curl.ask(gateway, as: Holder.citizen, gateway.url("citizens", path))
        #expect(page.status == 200)
        #expect(page.text.hasPrefix("<!DOCTYPE html>") || page.text.hasPrefix("<!doctype html>"))
        #expect(page.text.contains("<html lang="))
        #expect(page.text.contains("<h1"))
        for elsewhere in [
            "src=\"http", "src=\"//", "href=\"http", "href=\"//", "action=\"http", "srcset=", "url(", "@import",
        ] {
            #expect(!page.text.contains(elsewhere), "nothing is fetched from elsewhere, nor sent there")
        }
    }

    @Test("an error is a page for a browser and an OperationOutcome for a program")
    func errorPage() async throws {
        let gateway = try await SharedGateway.running
        let url = gateway.url("citizens", "/nothing")
        let page = try await Curl.ask(gateway, as: Holder.citizen, url, headers: ["Accept: text/html"])
        #expect(page.status == 404)
        #expect(page.header("Content-Type") == "text/html; charset=utf-8")
        let outcome = try await Curl.ask(gateway, as: Holder.citizen, url, headers: ["Accept: application/fhir+json"])
        #expect(outcome.status == 404)
        #expect(try outcome.json()["resourceType"]?.stringValue == "OperationOutcome")
    }
}
