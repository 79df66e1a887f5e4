package dev.symbio.ops.keys;

import dev.symbio.gateway.Symbio;
import dev.symbio.platform.audit.SigningKey;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.personal.DataKeys;
import dev.symbio.platform.personal.KeyTransfer;
import dev.symbio.platform.personal.MasterKey;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.platform.storage.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the keys that the nodes of an installation share. */
@Command(
        name = "keys",
        description =
                "Makes the keys that all nodes of an installation share: each node has a copy in its data directory.",
        mixinStandardHelpOptions = true)
public final class KeysCommand {
    private static final int UNUSABLE = 2;

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
        Path master = settings.personal().masterKey();
        MasterKey.loadOrCreate(master);
        spec.commandLine().getOut().println("The key of the keys of personal data is " + master + ".");
        return 0;
    }

    @Command(
            name = "export",
            description = {
                "Writes the keys of personal data of a system that does not run, for one that its exports are imported into.",
                "Whoever has FILE and an export can read all of it: delete it when it was taken."
            },
            mixinStandardHelpOptions = true)
    int export(
            @Parameters(paramLabel = "FILE", description = "Must not exist yet.") Path file,
            @Option(
                            names = "--data-dir",
                            paramLabel = "DIR",
                            description = "Where the system keeps its files. Default: the setting symbio.data-dir.")
                    Path dataDir) {
        if (Files.exists(file)) {
            spec.commandLine().getErr().println("Expected that there is no " + file + " yet.");
            return UNUSABLE;
        }
        Settings settings = Settings.load(dataDir == null ? Map.of() : Map.of("symbio.data-dir", dataDir.toString()));
        try (Store store = Store.open(settings, Platform.migrations(Symbio.FEATURES));
                DataKeys keys = DataKeys.open(store, settings, Clock.systemUTC())) {
            spec.commandLine().getOut().printf("%,d data keys are in %s.%n", KeyTransfer.write(keys, file), file);
        }
        return 0;
    }
}
