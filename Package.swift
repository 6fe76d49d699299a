// swift-tools-version: 6.2
// One section a module, its tests beside it, in the order of docs/architecture.md.

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")

/// A module under Sources/ with the strict settings.
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a module, which may always use `TestSupport`.
func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.target(name: name), "TestSupport"] + dependencies,
        exclude: exclude,
        swiftSettings: strict
    )
}

let package = Package(
    name: "rondo",
    products: [.executable(name: "rondo", targets: ["rondo"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1.git", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates.git", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // C libraries of the system.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

        // Words and pure decisions.
        module("Model", []),
        tests("Model"),
        module("TestLanguage", ["CXML", "Model"]),
        tests("TestLanguage", ["Model"]),
        module("Planning", ["Model", crypto]),
        tests("Planning", ["Model"]),
        module("Reports", ["Model"]),
        tests("Reports", ["Ingestion", "Model"], exclude: ["Fixtures"]),

        // What comes in: manifests and git.
        module("Manifests", ["CYAML", "Model", "TestLanguage"]),
        tests("Manifests", ["Model", "Planning", "TestLanguage"], exclude: ["Fixtures"]),
        module("Importing", ["Manifests", "Model", "Reports", "TestLanguage"]),
        tests("Importing", ["Manifests", "Model", "TestLanguage"], exclude: ["Fixtures"]),
        module("GitSource", ["CGit2", "Model", crypto]),
        tests("GitSource", ["Model", "rondo"]),

        // What is remembered, and who may ask.
        module("Store", ["Model", grdb]),
        tests("Store", ["Model", grdb]),
        module("Access", ["Model", "Store", asn1, crypto, x509]),
        tests("Access", ["Model", "Store", crypto], exclude: ["Fixtures"]),

        // Over HTTP.
        module("HTTPTransport", ["CCurl", "Model", crypto]),
        tests("HTTPTransport", ["Model"]),
        module("API", ["HTTPTransport", "Model"]),
        tests("API", ["HTTPTransport", "Model"]),

        // Machines, tasks and those who run them.
        module("Clouds", ["CExpat", "HTTPTransport", "Model", crypto, subprocess, systemPackage]),
        tests("Clouds", ["HTTPTransport", "Model"]),
        module("Ingestion", ["CExpat", "Model"]),
        tests("Ingestion", ["Model"]),
        module(
            "TestExecution",
            ["CXML", "HTTPTransport", "Ingestion", "Model", "TestLanguage", crypto, subprocess, systemPackage]),
        tests("TestExecution", ["HTTPTransport", "Model", "TestLanguage"], exclude: ["Goldens"]),
        module("Scheduling", ["Model", "Store"]),
        tests("Scheduling", ["Model", "Store"]),
        module("Caching", ["Model", crypto]),
        tests("Caching", ["Model"], exclude: ["Fixtures"]),
        module("Monitoring", ["Model", "Store"]),
        tests("Monitoring", ["Model", "Store"]),
        module(
            "Worker",
            [
                "API", "Caching", "HTTPTransport", "Model", "TestExecution", "TestLanguage", crypto, logging,
                subprocess,
                systemPackage,
            ]),
        tests("Worker", ["API", "Caching", "HTTPTransport", "Model", "TestExecution", crypto, logging]),

        // The loop and its faces.
        module(
            "Controller",
            [
                "Access", "Caching", "Manifests", "Model", "Monitoring", "Planning", "Scheduling", "Store",
                "TestLanguage",
            ]),
        tests(
            "Controller",
            [
                "Access", "Caching", "Manifests", "Model", "Monitoring", "Planning", "Scheduling", "Store",
                "TestLanguage",
            ]),
        module(
            "Server",
            [
                "API", "Access", "Caching", "Controller", "Model", "Monitoring", "Scheduling", "Store", httpTypes,
                hummingbird, hummingbirdCore, lifecycle,
                logging,
                nioCore, nioHTTPTypes, nioSSL,
            ]),
        tests(
            "Server",
            [
                "API", "Access", "Caching", "Controller", "HTTPTransport", "Manifests", "Model", "Monitoring",
                "Scheduling",
                "Store", httpTypes, hummingbird, nioCore,
            ], exclude: ["Fixtures"]),
        .executableTarget(
            name: "rondo",
            dependencies: [
                "API", "Access", "Caching", "Clouds", "Controller", "GitSource", "HTTPTransport", "Importing",
                "Ingestion", "Manifests", "Model", "Monitoring", "Planning",
                "Reports", "Scheduling", "Server", "Store", "TestExecution", "Worker", argumentParser, logging,
                subprocess,
                systemPackage,
                unixSignals,
            ],
            swiftSettings: strict
        ),
        tests("rondo", ["API", "Access", "HTTPTransport", "Model", "Store"]),

        // Fixtures and fakes, and figures; not counted in coverage.
        module("TestSupport", ["Model"]),
        .executableTarget(
            name: "Simulation",
            dependencies: [
                "Access", "Caching", "Clouds", "Controller", "HTTPTransport", "Manifests", "Model", "Monitoring",
                "Scheduling", "Store", "TestSupport",
            ],
            swiftSettings: strict
        ),
        tests("Simulation"),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Access", "CYAML", "Caching", "Controller", "GitSource", "Manifests", "Model", "Monitoring", "Planning",
                "Scheduling", "Store", "TestSupport",
            ],
            swiftSettings: strict
        ),
    ]
)
