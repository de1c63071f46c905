package org.paisaje.cli.verb;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Catalogue;
import org.paisaje.claims.run.CheckSetting;
import org.paisaje.claims.run.CheckStudy;
import org.paisaje.claims.run.ReplicateStore;
import org.paisaje.claims.run.SeedStudy;
import org.paisaje.cli.option.SeedsConverter;
import org.paisaje.cli.option.SizeConverter;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks claims. */
@Command(
        name = "check",
        description = "Checks statements of the documents by measurement.",
        footer = {
            "%nFinished replicates are kept; a run that is stopped goes on where it was. The exit status is 1 if any "
                    + "verdict is not the expected one.",
            "%nExamples:",
            "  paisaje check 003.table1",
            "  paisaje check --document 003 --size full --out run3",
            "  paisaje check 003.lemma2 --seeds 1..20",
            "  paisaje check 003.lemma3 --set d=8"
        })
public final class CheckCommand extends Verb {
    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    /** What to check. */
    private static final class Which {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "Identifiers of claims, or the part before a dot.")
        private List<String> ids = List.of();

        @Option(names = "--document", paramLabel = "NUMBER", description = "All claims of a document, as 003.")
        private @Nullable String document;

        @Option(names = "--all", description = "All claims.")
        private boolean all;
    }

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description = "smoke, standard or full (default: standard).",
            converter = SizeConverter.class)
    private Size size = Size.STANDARD;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Changes a parameter of the setting; then nothing is expected.")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(
            names = "--seeds",
            paramLabel = "SEEDS",
            description = "Checks with each of these seeds, as 1..20, and shows how often a verdict is not the "
                    + "expected one. Takes the place of --seed.",
            converter = SeedsConverter.class)
    private SeedsConverter.@Nullable Seeds seeds;

    @Option(names = "--fresh", description = "Measures again what is kept.")
    private boolean fresh;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Where finished replicates are kept (default: ${DEFAULT-VALUE}).",
            defaultValue = "${env:PAISAJE_STORE:-${sys:user.home}/.cache/paisaje/results}")
    private Path store = Path.of("");

    /** A name that is set twice was meant to be another one. */
    private void requireOnce() {
        var option = spec().commandLine().getParseResult().matchedOption("--set");
        if (option == null) {
            return;
        }
        var names = new HashSet<String>();
        for (String set : option.originalStringValues()) {
            String name = set.replaceFirst("=.*", "");
            if (!names.add(name)) {
                throw new IllegalArgumentException("--set gives " + name + " twice; once is needed");
            }
        }
    }

    @Override
    protected StudyVerb<?> study() {
        List<Claim> claims = claims();
        requireOnce();
        var setting = new CheckSetting(claims, size, common().seedNumber(), changes,
                Optional.of(new ReplicateStore(store)), fresh);
        SeedsConverter.Seeds sweep = seeds;
        if (sweep != null) {
            refuseBoth("--seeds", "--seed");
            var rates = new SeedStudy.Sweep(setting, sweep.numbers());
            return of(new SeedStudy(), () -> rates);
        }
        return of(new CheckStudy(), () -> setting).telling(claims.size() == 1);
    }

    private List<Claim> claims() {
        Catalogue catalogue = Catalogue.load();
        if (which.all) {
            return catalogue.all();
        }
        String document = which.document;
        if (document != null) {
            return catalogue.document(document);
        }
        return which.ids.stream().flatMap(id -> catalogue.named(id).stream()).distinct().toList();
    }
}
