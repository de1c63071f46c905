package org.paisaje.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dependencies between packages are those of ARCHITECTURE.md; read from the compiled classes of all modules. */
@Tag("slow")
final class PackageArrowsTest {

    private static final String[] MATH = {"org.paisaje.math.."};
    private static final String[] NETWORK = {"org.paisaje.data..", "org.paisaje.loss..", "org.paisaje.network..",
        "org.paisaje.registry..", "org.paisaje.risk..",
        "org.paisaje.training..", "org.paisaje.weights.."};
    private static final String[] THEORY = {"org.paisaje.theory.."};
    private static final String[] STUDY = {"org.paisaje.study.."};
    private static final String[] CLAIMS = {"org.paisaje.claims.."};
    private static final String[] APP = {"org.paisaje.report..", "org.paisaje.cli..", "org.paisaje.web.."};

    private static final String[] KRYLOV = {"org.paisaje.math.krylov.eigen", "org.paisaje.math.krylov.system",
        "org.paisaje.math.krylov.trace", "org.paisaje.math.krylov.function"};

    private static final JavaClasses PAISAJE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("-test/"))
            .importPackages("org.paisaje");

    /** An empty import would let every rule below pass. */
    @Test
    void everyModuleIsSeen() {
        var top = PAISAJE.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.split("\\.", -1)[2])
                .collect(Collectors.toSet());
        assertThat(top).contains("math", "network", "theory", "study", "claims", "cli");
    }

    @Test
    void modulesSeeOnlyThoseBelow() {
        // @formatter:off
        check(layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("math").definedBy(MATH)
                .layer("network").definedBy(NETWORK)
                .layer("theory").definedBy(THEORY)
                .layer("study").definedBy(STUDY)
                .layer("claims").definedBy(CLAIMS)
                .layer("app").definedBy(APP)
                .whereLayer("math").mayNotAccessAnyLayer()
                .whereLayer("network").mayOnlyAccessLayers("math")
                .whereLayer("theory").mayOnlyAccessLayers("math", "network")
                .whereLayer("study").mayOnlyAccessLayers("math", "network", "theory")
                .whereLayer("claims").mayOnlyAccessLayers("math", "network", "theory", "study")
                .whereLayer("app").mayNotBeAccessedByAnyLayer());
        // @formatter:on
    }

    @Test
    void everyClassLivesInAKnownPackage() {
        check(classes().should()
                .resideInAnyPackage(Stream.of(MATH, NETWORK, THEORY, STUDY, CLAIMS, APP)
                        .flatMap(Stream::of)
                        .toArray(String[]::new)));
    }

    /** A name means one thing, so that it can be spoken of without its package. */
    @Test
    void noTwoClassesShareAName() {
        var names = PAISAJE.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getSimpleName,
                        Collectors.mapping(JavaClass::getPackageName, Collectors.toSet())));
        names.values().removeIf(packages -> packages.size() < 2);
        assertThat(names).isEmpty();
    }

    @Test
    void backendIsInvisibleOutsideMath() {
        check(noClasses().that()
                .resideOutsideOfPackage("org.paisaje.math..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.paisaje.math.backend.."));
    }

    /** Matrices and operators are known without what they are factorised into. */
    @Test
    void matricesKnowNoFactorisation() {
        check(noClasses().that()
                .resideInAPackage("org.paisaje.math.linalg")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.paisaje.math.linalg.factor"));
    }

    /** What the Krylov methods share is theirs alone, and no method builds on another's room. */
    @Test
    void krylovRoomsAreApart() {
        check(noClasses().that()
                .resideOutsideOfPackage("org.paisaje.math.krylov..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.paisaje.math.krylov.core.."));
        check(noClasses().that()
                .resideInAnyPackage("org.paisaje.math.krylov", "org.paisaje.math.krylov.core")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(KRYLOV));
        check(slices().matching("org.paisaje.math.krylov.(eigen|system|trace|function)")
                .should()
                .notDependOnEachOther());
    }

    /** The engines are reached through the architectures; nobody else builds on their arrays. */
    @Test
    void enginesAreClosed() {
        check(noClasses().that()
                .resideOutsideOfPackage("org.paisaje.network..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.network.dense..", "org.paisaje.network.narrow..",
                        "org.paisaje.network.graph.."));
    }

    /** An operation knows its node and not the graph, and the passes over a graph do not know its symmetries. */
    @Test
    void roomsOfGraphsPointOneWay() {
        check(noClasses().that()
                .resideInAPackage("org.paisaje.network.graph.operation")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.network.graph", "org.paisaje.network.graph.unit"));
        check(noClasses().that()
                .resideInAPackage("org.paisaje.network.graph")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.paisaje.network.graph.unit"));
    }

    /** The file formats of data and the operators of risk know nothing of how a network is trained. */
    @Test
    void trainingIsOnTopOfRiskAndNetwork() {
        check(noClasses().that()
                .resideInAnyPackage("org.paisaje.data..", "org.paisaje.loss..", "org.paisaje.network..",
                        "org.paisaje.risk..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.paisaje.training.."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kernel", "landscape", "dynamics", "geometry", "control", "teacher", "generalization",
                "approximation"})
    void partsOfTheoryStandAlone(String part) {
        var others = List.of("kernel", "landscape", "dynamics", "geometry", "control", "teacher", "generalization",
                "approximation")
                .stream()
                .filter(other -> !other.equals(part))
                .filter(other -> !(part.equals("control") && other.equals("dynamics")))
                .filter(other -> !(part.equals("dynamics") && other.equals("kernel")))
                .filter(other -> !(part.equals("generalization") && other.equals("kernel")))
                .map(other -> "org.paisaje.theory." + other + "..")
                .toArray(String[]::new);
        check(noClasses().that()
                .resideInAPackage("org.paisaje.theory." + part + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others));
    }

    /** Step control, dense output and adjoints take any method and know none. */
    @Test
    void theContractOfIntegratorsKnowsNoMethod() {
        check(noClasses().that()
                .resideInAPackage("org.paisaje.math.ode")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.math.ode.method", "org.paisaje.math.ode.adjoint"));
        check(noClasses().that()
                .resideInAPackage("org.paisaje.math.ode.adjoint")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.paisaje.math.ode.method"));
    }

    /** A data set knows neither files nor names, what files share knows no format, and text and arrays know no tensors. */
    @Test
    void roomsOfDataPointOneWay() {
        check(noClasses().that()
                .resideInAPackage("org.paisaje.data")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.data.builtin", "org.paisaje.data.source", "org.paisaje.data.format..",
                        "org.paisaje.data.log"));
        check(noClasses().that()
                .resideInAPackage("org.paisaje.data.format")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.data.format.*.."));
        check(noClasses().that()
                .resideInAnyPackage("org.paisaje.data.format.csv", "org.paisaje.data.format.array")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.data.format.tensor", "org.paisaje.data.format.torch"));
    }

    /** What an optimizer is, is known without the loop that drives it and without any rule. */
    @Test
    void theContractOfOptimizersKnowsNoLoop() {
        check(noClasses().that()
                .resideInAPackage("org.paisaje.training.optimizer")
                .and()
                .doNotHaveSimpleName("Optimizers")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.training.rule", "org.paisaje.training.second",
                        "org.paisaje.training.flow"));
    }

    /** Options know no verb, and what the process does knows neither. */
    @Test
    void roomsOfTheCommandLinePointOneWay() {
        check(noClasses().that()
                .resideInAPackage("org.paisaje.cli.option")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.cli", "org.paisaje.cli.verb"));
        check(noClasses().that()
                .resideInAPackage("org.paisaje.cli.process")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.cli", "org.paisaje.cli.verb", "org.paisaje.cli.option"));
        check(noClasses().that()
                .resideInAPackage("org.paisaje.cli.verb")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.paisaje.cli"));
    }

    /** What a study is, is known without problems and folders, and all three without any study that there is. */
    @Test
    void roomsOfStudiesPointOneWay() {
        check(noClasses().that()
                .resideInAPackage("org.paisaje.study.provenance")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.paisaje.study"));
        check(noClasses().that()
                .resideInAnyPackage("org.paisaje.study", "org.paisaje.study.figure")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.study.problem", "org.paisaje.study.folder"));
        check(noClasses().that()
                .resideInAnyPackage("org.paisaje.study", "org.paisaje.study.problem", "org.paisaje.study.folder",
                        "org.paisaje.study.provenance", "org.paisaje.study.figure")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.study.train..", "org.paisaje.study.explain..",
                        "org.paisaje.study.kernel..", "org.paisaje.study.spectrum..", "org.paisaje.study.landscape..",
                        "org.paisaje.study.connect..", "org.paisaje.study.regions..",
                        "org.paisaje.study.initialize..", "org.paisaje.study.propagate.."));
    }

    /**
     * What was measured of a run is known without the chapters that judge it, what was measured of data without networks that
     * were trained on them, and changes of wiring without the search.
     */
    @Test
    void roomsOfExplanationsPointOneWay() {
        check(noClasses().that()
                .resideInAPackage("org.paisaje.study.explain.evidence")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.study.explain", "org.paisaje.study.explain.chapter",
                        "org.paisaje.study.explain.cause..", "org.paisaje.study.explain.answer"));
        check(noClasses().that()
                .resideInAPackage("org.paisaje.study.explain.check..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.study.explain", "org.paisaje.study.explain.chapter",
                        "org.paisaje.study.explain.cause..", "org.paisaje.study.explain.answer"));
        check(noClasses().that()
                .resideInAPackage("org.paisaje.study.explain.check.data")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.paisaje.study.explain.check"));
        check(noClasses().that()
                .resideInAPackage("org.paisaje.study.explain.wiring.change")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.paisaje.study.explain.wiring"));
    }

    /** A report arranges results; what would compute one is out of its reach. */
    @Test
    void reportComputesNothing() {
        check(noClasses().that()
                .resideInAPackage("org.paisaje.report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.cli..", "org.paisaje.theory..", "org.paisaje.training..",
                        "org.paisaje.risk..", "org.paisaje.loss..", "org.paisaje.network..",
                        "org.paisaje.math.linalg..",
                        "org.paisaje.math.krylov..", "org.paisaje.math.ode..", "org.paisaje.math.special.."));
    }

    /** The command line hands over what it parsed; numerics are reached through the modules that own them. */
    @Test
    void commandLineParsesOnly() {
        check(noClasses().that()
                .resideInAPackage("org.paisaje.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paisaje.math.krylov..", "org.paisaje.math.ode..",
                        "org.paisaje.math.special..", "org.hipparchus.."));
    }

    @Test
    void numericsKnowNoUserInterface() {
        check(noClasses().that()
                .resideOutsideOfPackages(APP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "org.snakeyaml.."));
    }

    @Test
    void catalogueDocumentsDoNotKnowEachOther() {
        check(slices().matching("org.paisaje.claims.catalogue.(*)..").should().notDependOnEachOther());
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PAISAJE);
    }
}
