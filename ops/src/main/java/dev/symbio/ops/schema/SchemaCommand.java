package dev.symbio.ops.schema;

import dev.symbio.gateway.Symbio;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.platform.storage.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes and checks the schema of the profiles postgres and cassandra. */
@Command(
        name = "schema",
        description = {
            "Makes or checks the tables in PostgreSQL and Cassandra. The stores are those of the nodes' settings: from the"
                    + " environment (SYMBIO_PROFILE, SYMBIO_POSTGRES_URL ...) or from the file that"
                    + " SYMBIO_JAVA_OPTS=-Dsymbio.config=FILE names. See docs/configuration.md."
        },
        mixinStandardHelpOptions = true)
public final class SchemaCommand {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "postgres or cassandra, whatever the settings say.")
    private String profile;

    @Command(
            name = "create",
            description = "Makes the schema, or brings it up to date. Doing it again changes nothing.",
            mixinStandardHelpOptions = true)
    int create() {
        Settings settings = settings();
        Schema.create(settings, migrations());
        say(settings, "The schema is up to date.");
        return 0;
    }

    @Command(
            name = "check",
            description = "Says whether nodes of this version would start. Changes nothing.",
            mixinStandardHelpOptions = true)
    int check() {
        Settings settings = settings();
        Schema.check(settings, migrations());
        say(settings, "The schema is the one that this version needs.");
        return 0;
    }

    private Settings settings() {
        Map<String, Object> overrides = new HashMap<>();
        if (profile != null) {
            overrides.put("symbio.profile", profile);
        }
        return Settings.load(overrides);
    }

    private static List<String> migrations() {
        return Platform.migrations(Symbio.FEATURES);
    }

    private void say(Settings settings, String what) {
        spec.commandLine().getOut().println("Profile " + settings.profile().label() + ": " + what);
    }
}
