package dev.symbio.ops.keys;

import dev.symbio.platform.audit.SigningKey;
import dev.symbio.platform.config.Settings;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the keys that the nodes of an installation share. */
@Command(
        name = "keys",
        description =
                "Makes the keys that all nodes of an installation share: each node has a copy in its data directory.",
        mixinStandardHelpOptions = true)
public final class KeysCommand {
    @Spec
    private CommandSpec spec;

    @Command(
            name = "create",
            description = "Makes the keys that DIR does not have yet; those that are there stay.",
            mixinStandardHelpOptions = true)
    int create(
            @Parameters(paramLabel = "DIR", description = "A directory that only its owner should read.")
                    Path directory) {
        Settings settings = Settings.load(Map.of("symbio.data-dir", directory.toString()));
        Path signing = settings.audit().signingKey();
        SigningKey.loadOrCreate(signing);
        spec.commandLine().getOut().println("The key that signs checkpoints is " + signing + ".");
        return 0;
    }
}
