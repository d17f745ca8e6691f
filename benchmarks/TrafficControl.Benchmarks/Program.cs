using BenchmarkDotNet.Running;

// --filter '*' runs all; --job short --inProcess is quick; --job dry runs each once, to see that it works.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
