package org.paisaje.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paisaje.claims.Claim;
import org.paisaje.claims.catalogue.ClaimProvider;
import org.paisaje.loss.Loss;
import org.paisaje.network.activation.Activation;
import org.paisaje.registry.Registry;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.Optimizers;

/**
 * The files that the recipes of CONTRIBUTING name are those that a new thing takes: the sample in this folder stands for the new
 * files, and one thing that exists is named by no other file of the program.
 */
final class RecipeFilesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String TESTS = "paisaje-app/src/test/java/org/paisaje/";
    private static final Pattern FILE = Pattern.compile("`(paisaje-[^`\\s]+\\.java)`");
    private static final Pattern SELECTED = Pattern.compile("-Dtest='([^']+)'");
    private static final Pattern TEST_NAME = Pattern.compile("`(\\w+Test)`");
    private static final Pattern ENTRY = Pattern.compile("(?m)^ +(entry|Entry\\.of)\\(");
    private static final Pattern PART = Pattern.compile("<(\\w+)>");

    /** A recipe, the sample that carries it out, and a thing that exists. */
    private enum Recipe {
        ACTIVATION("Add an activation", "implements Activation",
                Map.of("<Name>.java", "recipe/Elu.java", "Activations.java", "recipe/Samples.java"),
                Map.of("Name", "Monomial"), Set.of()),
        LOSS("Add a loss", "implements Loss",
                Map.of("<Name>.java", "recipe/Huber.java", "Losses.java", "recipe/Samples.java"),
                Map.of("Name", "LogisticLoss"), Set.of()),
        OPTIMIZER("Add an optimizer", "implements Optimizer",
                Map.of("<Name>.java", "recipe/SignDescent.java", "Optimizers.java", "recipe/Samples.java"),
                Map.of("Name", "RmsProp"), Set.of("RmsProp")),
        CLAIM("Add a claim", "ClaimBuilder.of(",
                Map.of("<Name>Claims.java", "recipe/HalvesClaim.java", "Document<NNN>.java", "recipe/HalvesClaim.java"),
                Map.of("Name", "MarginWidth", "NNN", "001", "room", "convergence"), Set.of("MarginWidthClaims")),
        VERB("Add a verb", "extends Verb",
                Map.of("<Name>Setting.java", "cli/verb/CountCommand.java", "<Name>Study.java",
                        "cli/verb/CountCommand.java", "<Name>Command.java", "cli/verb/CountCommand.java", "Main.java",
                        "cli/VerbRecipeTest.java", "ResultSchemaTest.java", "cli/VerbRecipeTest.java"),
                Map.of("Name", "Propagate", "verb", "propagate"), Set.of("PropagateCommand", "PropagateStudy"));

        private final String title;
        private final String contract;
        private final Map<String, String> samples;
        private final Map<String, String> parts;
        private final Set<String> classes;

        Recipe(String title, String contract, Map<String, String> samples, Map<String, String> parts,
                Set<String> classes) {
            this.title = title;
            this.contract = contract;
            this.samples = samples;
            this.parts = parts;
            this.classes = classes;
        }

        private String text() throws IOException {
            String all = Files.readString(ROOT.resolve("CONTRIBUTING.md"));
            int start = all.indexOf("## " + title + "\n");
            assertThat(start).as("section \"" + title + "\"").isNotNegative();
            int end = all.indexOf("\n## ", start + 1);
            return all.substring(start, end < 0 ? all.length() : end);
        }

        private List<String> files() throws IOException {
            return FILE.matcher(text()).results().map(found -> found.group(1)).distinct().toList();
        }

        /** A file of the recipe for the thing that exists. */
        private String real(String file) {
            return PART.matcher(file).replaceAll(part -> parts.getOrDefault(part.group(1), "?"));
        }
    }

    /** Every file is there, those with a name to be chosen for the thing that exists. */
    @ParameterizedTest
    @EnumSource
    void theFilesExist(Recipe recipe) throws IOException {
        assertThat(recipe.files()).isNotEmpty()
                .allSatisfy(file -> assertThat(ROOT.resolve(recipe.real(file))).exists());
    }

    @ParameterizedTest
    @EnumSource
    void theSampleStandsForEachFileAndForNoOther(Recipe recipe) throws IOException {
        assertThat(recipe.files().stream().map(RecipeFilesTest::name))
                .containsExactlyInAnyOrderElementsOf(recipe.samples.keySet());
        List<String> sources = new ArrayList<>();
        for (String sample : new TreeSet<>(recipe.samples.values())) {
            sources.add(Files.readString(ROOT.resolve(TESTS + sample)));
        }
        assertThat(sources).anyMatch(source -> source.contains(recipe.contract));
    }

    /**
     * What was added by a recipe is named by the files of the recipe and by no other one of the program. The activations and
     * losses that the program brings along are constants of their types besides.
     */
    @ParameterizedTest
    @EnumSource(names = {"OPTIMIZER", "CLAIM", "VERB"})
    void aThingThatExistsIsNamedByTheseFilesAlone(Recipe recipe) throws IOException {
        Set<String> named = new TreeSet<>();
        for (String type : recipe.classes) {
            Pattern word = Pattern.compile("\\b" + type + "\\b");
            try (Stream<Path> sources = sources("main")) {
                for (Path source : sources.toList()) {
                    if (word.matcher(Files.readString(source)).find()) {
                        named.add(ROOT.relativize(source).toString());
                    }
                }
            }
        }
        List<String> files = recipe.files()
                .stream()
                .map(recipe::real)
                .filter(file -> file.contains("/src/main/") && !file.endsWith("Setting.java"))
                .toList();
        assertThat(named).containsExactlyInAnyOrderElementsOf(files);
    }

    /** The registry takes one entry, and all that the program brings along is registered in the file that the recipe names. */
    @Test
    void oneEntryIsMadeInTheFileOfTheRegistry() throws IOException {
        oneEntry(Recipe.ACTIVATION, Activation.registry(), Activation.class);
        oneEntry(Recipe.LOSS, Loss.registry(), Loss.class);
        oneEntry(Recipe.OPTIMIZER, Optimizers.registry(), Optimizer.class);
        List<Claim> claims = new HalvesClaim().claims();
        assertThat(claims).hasSize(1);
        assertThat(new HalvesClaim()).isInstanceOf(ClaimProvider.class);
    }

    private static <T> void oneEntry(Recipe recipe, Registry<T> registry, Class<T> kind) throws IOException {
        List<String> added = new Samples().entries()
                .stream()
                .filter(entry -> entry.kind().equals(kind))
                .map(entry -> entry.name())
                .toList();
        assertThat(added).hasSize(1);
        String file = recipe.files().stream().filter(one -> !one.contains("<")).collect(Collectors.joining());
        String text = Files.readString(ROOT.resolve(file));
        long brought = registry.entries().stream().filter(entry -> !added.contains(entry.name())).count();
        assertThat(ENTRY.matcher(text).results().count()).isPositive().isEqualTo(brought);
    }

    /** Commands select tests that exist, and so do the tests that a recipe names. */
    @Test
    void testsThatAreNamedExist() throws IOException {
        String all = Files.readString(ROOT.resolve("CONTRIBUTING.md"));
        String recipes = all.substring(all.indexOf("\n## Add an activation"));
        List<String> names;
        try (Stream<Path> sources = sources("test")) {
            names = sources.map(source -> name(source.toString()).replace(".java", "")).toList();
        }
        List<String> selected = SELECTED.matcher(recipes)
                .results()
                .flatMap(found -> Arrays.stream(found.group(1).split(",")))
                .toList();
        assertThat(selected).hasSizeGreaterThan(8).allSatisfy(pattern -> {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            assertThat(names).anyMatch(name -> matcher.matches(Path.of(name)));
        });
        assertThat(TEST_NAME.matcher(recipes).results().map((MatchResult found) -> found.group(1)))
                .isNotEmpty()
                .isSubsetOf(names);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Stream<Path> sources(String part) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("math", "network", "theory", "study", "claims", "app")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve("paisaje-" + module + "/src/" + part + "/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources.stream();
    }
}
