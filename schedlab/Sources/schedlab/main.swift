import Experiments
for f in CommandLine.arguments.dropFirst() {
  do {
    let v = try GavelRunVerification(file: f, traceFolders: ["/work/shared/reference/gavel/traces"], throughputs: nil)
    print(try v.run())
  } catch { print(f, error) }
}
