import Foundation
import TestSupport

/// `terraform plan` over instances that exist, with HashiCorp's provider from a local mirror.
///
/// The state is written here: terraform reads every instance anew whatever else the state says of it.
struct TerraformPlan {
    private let folder: URL
    private let configuration: URL

    /// nil where terraform or the mirror (`TF_PLUGINS`) is missing.
    init?(of instances: [String], at endpoint: String, in scratch: URL) throws {
        let environment = ProcessInfo.processInfo.environment
        let mirrors = [environment["TF_PLUGINS"], "/usr/share/terraform/plugins", "/opt/tf-plugins"].compactMap(\.self)
        let found = mirrors.lazy.compactMap { mirror -> (mirror: String, version: String)? in
            let versions = try? FileManager.default.contentsOfDirectory(
                atPath: "\(mirror)/registry.terraform.io/hashicorp/aws")
            return versions?.max { $0.compare($1, options: .numeric) == .orderedAscending }.map { (mirror, $0) }
        }.first
        guard let found, (try? Command("terraform", ["version"]).run()) != nil else { return nil }
        folder = scratch.appending(path: "terraform", directoryHint: .isDirectory)
        configuration = folder.appending(path: "cli.tfrc")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(Self.settings(found.mirror).utf8).write(to: configuration)
        try Data(Self.program(version: found.version, endpoint: endpoint, count: instances.count).utf8)
            .write(to: folder.appending(path: "main.tf"))
        try Data(Self.state(of: instances).utf8).write(to: folder.appending(path: "terraform.tfstate"))
        _ = try WholeProcess(["terraform", "init", "-input=false"], environment: variables, in: folder)
    }

    /// One plan, which is a look at every instance.
    func measure() throws -> WholeProcess {
        try WholeProcess(
            ["terraform", "plan", "-input=false", "-no-color"], environment: variables, in: folder)
    }

    private var variables: [String: String] {
        [
            "TF_CLI_CONFIG_FILE": configuration.path(percentEncoded: false), "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        ]
    }

    private static func settings(_ mirror: String) -> String {
        """
        disable_checkpoint = true
        provider_installation {
          filesystem_mirror {
            path    = "\(mirror)"
            include = ["registry.terraform.io/*/*"]
          }
        }
        """
    }

    private static func program(version: String, endpoint: String, count: Int) -> String {
        """
        terraform {
          required_providers {
            aws = {
              source  = "hashicorp/aws"
              version = "\(version)"
            }
          }
        }
        provider "aws" {
          region                      = "us-east-1"
          access_key                  = "test"
          secret_key                  = "test"
          skip_credentials_validation = true
          skip_metadata_api_check     = true
          skip_requesting_account_id  = true
          skip_region_validation      = true
          endpoints {
            ec2 = "\(endpoint)"
          }
        }
        resource "aws_instance" "vm" {
          for_each      = toset([for i in range(\(count)) : tostring(i)])
          ami           = "ami-12c6146b"
          instance_type = "t3.micro"
        }
        """
    }

    private static func state(of instances: [String]) -> String {
        let entries = instances.enumerated().map { index, id in
            #"{"index_key":"\#(index)","schema_version":1,"attributes":{"id":"\#(id)"}}"#
        }
        return #"{"version":4,"terraform_version":"1.0.0","serial":1,"lineage":"bench","outputs":{},"#
            + #""resources":[{"mode":"managed","type":"aws_instance","name":"vm","#
            + #""provider":"provider[\"registry.terraform.io/hashicorp/aws\"]","instances":["#
            + entries.joined(separator: ",") + "]}]}"
    }
}
