package org.dnn.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself. What it promises to those who start it is in the description of the package. */
@Command(name = "dnn", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, description = "Neural networks from .dnn files.", footer = "Settings, such as -Ddnn.seed=3, are the same here and in Maven: dnn help settings.")
public final class Main implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(World.real(), arguments));
    }

    /** @return the exit code */
    static int run(World world, String... arguments) {
        CommandLine dnn = new CommandLine(new Main()).addSubcommand(new GenerateCommand(world))
                .addSubcommand(new CheckCommand(world)).addSubcommand(new TrainCommand(world))
                .addSubcommand(new TestCommand(world)).addSubcommand(new DoctorCommand(world))
                .addSubcommand(new HelpCommand())
                .setOut(new PrintWriter(world.out(), true, world.out().charset()))
                .setErr(new PrintWriter(world.err(), true, world.err().charset()));
        dnn.getSubcommands().values().forEach(c -> c.getCommandSpec().exitCodeOnInvalidInput(Exit.PROBLEM.code()));
        dnn.getCommandSpec().exitCodeOnInvalidInput(Exit.PROBLEM.code());
        return dnn.execute(arguments);
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(),
                "say what to do: generate, check, train, test or doctor");
    }

    /** The version of the jar, where it comes from one. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                    .orElse("(built from source)");
            return new String[]{"dnn " + version};
        }
    }
}
