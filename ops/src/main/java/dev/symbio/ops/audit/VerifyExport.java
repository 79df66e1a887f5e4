package dev.symbio.ops.audit;

import dev.symbio.ops.deliveries.UnusableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code symbio-verify.jar} runs: verifies exports where there is nothing else of Symbio. */
@Command(
        name = "symbio-verify",
        description = {
            "Says what of an export, of a company or of one entity, is intact and names what is not.",
            "Ends with 0 when all is intact, with 1 when anything is not, with 2 when it was called wrongly."
        },
        mixinStandardHelpOptions = true)
public final class VerifyExport implements Callable<Integer> {
    private static final int WENT_WRONG = 1;
    private static final int CALLED_WRONGLY = 2;

    @Parameters(paramLabel = "EXPORT", description = "The file that was downloaded.")
    private Path file;

    @Mixin
    private ExportCheck check = new ExportCheck();

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new VerifyExport())
                .setExecutionExceptionHandler(VerifyExport::failed)
                .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        return check.run(file, spec.commandLine().getOut());
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        command.getErr().println(failure instanceof UnusableFile ? failure.getMessage() : failure.toString());
        return failure instanceof UnusableFile ? CALLED_WRONGLY : WENT_WRONG;
    }
}
