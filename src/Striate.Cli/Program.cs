using Striate.Cli;

return CommandLine.Run(args);
