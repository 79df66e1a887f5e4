package dev.symbio.gateway.opportunity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.gateway.RunningSymbio;
import dev.symbio.gateway.SharedSymbio;
import dev.symbio.gateway.http.ProblemType;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What opportunities can answer and what is declared must not drift apart. */
@ExtendWith(SharedSymbio.class)
class DeclaredCodesTest {
    private static final Pattern CODE = Pattern.compile("opportunity\\.[a-z]+(-[a-z]+)+(?![-a-z])");

    /** Faults of single rows of history: they stand in a file's summary, never alone; and types of notices. */
    private static final Set<String> NEVER_A_PROBLEM = Set.of(
            "opportunity.import-conflict",
            "opportunity.not-ended",
            "opportunity.minutes-missing",
            "opportunity.payment-overdue");

    @Test
    void declaresEveryCodeThatOpportunitiesCanAnswer(RunningSymbio symbio) throws IOException, URISyntaxException {
        Set<String> declared = symbio.symbio().endpoints().stream()
                .flatMap(endpoint -> endpoint.problems().stream())
                .map(ProblemType::code)
                .collect(Collectors.toSet());
        Set<String> undeclared = codesInContracts();
        assertThat(undeclared).contains("opportunity.not-found", "opportunity.artefact-missing");

        undeclared.removeAll(declared);
        undeclared.removeAll(NEVER_A_PROBLEM);
        assertThat(undeclared).isEmpty();
    }

    private static Set<String> codesInContracts() throws IOException, URISyntaxException {
        Path place = Path.of(Opportunity.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isDirectory(place)) {
            return codesIn(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
            return codesIn(jar.getPath("/"));
        }
    }

    private static Set<String> codesIn(Path folder) throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                Matcher code = CODE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
                while (code.find()) {
                    codes.add(code.group());
                }
            }
        }
        return codes;
    }
}
