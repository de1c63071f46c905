package org.paisaje.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.study.connect.ConnectSetting;
import org.paisaje.study.connect.ConnectStudy;
import org.paisaje.study.explain.ExplainStudy;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.folder.RunFolder;
import org.paisaje.study.initialize.CoordinateSetting;
import org.paisaje.study.initialize.CoordinateStudy;
import org.paisaje.study.initialize.InitializeSetting;
import org.paisaje.study.initialize.InitializeStudy;
import org.paisaje.study.landscape.GlassSetting;
import org.paisaje.study.landscape.GlassStudy;
import org.paisaje.study.landscape.LandscapeSetting;
import org.paisaje.study.landscape.LandscapeStudy;
import org.paisaje.study.landscape.SliceDirection;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.StartingNetwork;
import org.paisaje.study.propagate.PropagateSetting;
import org.paisaje.study.propagate.PropagateStudy;
import org.paisaje.study.regions.Place;
import org.paisaje.study.regions.RegionsSetting;
import org.paisaje.study.regions.RegionsStudy;
import org.paisaje.study.spectrum.SpectrumSetting;
import org.paisaje.study.spectrum.SpectrumStudy;
import org.paisaje.study.train.FitSetting;
import org.paisaje.theory.landscape.spectrum.Curvature;
import org.paisaje.training.Schedule;
import org.paisaje.training.optimizer.Optimizers;

/** A study that is stopped while it trains goes on with the same bits, and leaves nothing that its folder would not remove. */
@Tag("slow")
final class ContinuationTest {
    @TempDir
    private Path folder = Path.of("");

    /** A study with a setting, and the share at which it is stopped. */
    private record Case<S>(Study<S> study, S setting, double stop) {
        Result run(Session session) {
            return StudyRunner.run(study, setting, session);
        }

        @Override
        public String toString() {
            return study.name() + " stopped at " + stop;
        }
    }

    private static Problem problem() {
        return Problem.builder(5).data("moons:n=40").network("mlp:2-6-1:tanh").build();
    }

    /** A network that saturates, with remedies to try. */
    private static Subject subject() {
        Problem problem = Problem.builder(5).data("moons:n=60").split(0.25).network("mlp:2-4-4-4-1:sigmoid").build();
        return Subject.of(problem, Optimizers.parse("gd:1e-4"), 0, 40, 1);
    }

    private static FitSetting fit(int epochs) {
        return new FitSetting(problem(), Optimizers.parse("adam:0.02"), epochs, 8);
    }

    static SpectrumSetting spectrum(String rule) {
        return new SpectrumSetting(problem(), Curvature.HESSIAN,
                Optional.of(new SpectrumSetting.Run(Optimizers.parse(rule), Schedule.constant(), 1, 130, 8)),
                SpectrumSetting.Effort.usual());
    }

    private static RegionsSetting regions(long seed) {
        var network = new StartingNetwork(Optional.of("mlp:2-6-6-3:relu"), Optional.empty(), Optional.empty());
        var square = new Place(Optional.empty(), false, Optional.empty(), Optional.empty());
        return RegionsSetting.builder(network, square, seed).build();
    }

    /** Stopped behind their training: what is done is in a file of parts. */
    static Stream<Case<?>> parted() {
        var effort = new ConnectSetting.Effort(1, 24, 0.01);
        var kinds = ConnectSetting.CurveKind.parse("chain,bezier,neb,string");
        var connect = new ConnectSetting(problem(), List.of(), Optional.of(fit(4)), 3, ConnectSetting.Align.NONE,
                kinds, 5, effort);
        // Wide enough for curves of zero loss, three for the pairs, and aligned both ways.
        var wideProblem = Problem.builder(5)
                .data("moons:n=8")
                .network("mlp:2-16-1:tanh")
                .loss("squared")
                .split(0)
                .build();
        var aligned = new ConnectSetting(wideProblem, List.of(),
                Optional.of(new FitSetting(wideProblem, Optimizers.parse("adam:0.02"), 4, 6)), 3,
                ConnectSetting.Align.BEST, List.of(), 5, effort);
        var ends = new SpectrumSetting(problem(), Curvature.HESSIAN, Optional.empty(),
                new SpectrumSetting.Effort(0, 0, 2, 2, 12, 80, 0.1));
        var drawn = new InitializeSetting(Problem.builder(5)
                .data("moons:n=40")
                .split(0)
                .network("mlp:2-6-6-1:relu")
                .unanswered()
                .build(), Optional.empty(), 8);
        var wide = new CoordinateSetting(problem(), Optimizers.parse("gd:0.1"), List.of(4, 8, 16), 3, 2);
        // Three classes, each with a margin whose regions are enumerated as well.
        RegionsSetting regions = regions(5);
        return Stream.of(
                new Case<>(new RegionsStudy(), regions, 0.3),
                new Case<>(new RegionsStudy(), regions, 0.6),
                new Case<>(new RegionsStudy(), regions, 0.76),
                new Case<>(new SpectrumStudy(), ends, 0.9),
                new Case<>(new ConnectStudy(), connect, 0.3),
                new Case<>(new ConnectStudy(), connect, 0.65),
                new Case<>(new ConnectStudy(), aligned, 0.9),
                new Case<>(new ConnectStudy(), aligned, 0.92),
                new Case<>(new ConnectStudy(), aligned, 0.95),
                new Case<>(new GlassStudy(), new GlassSetting(3, 8, 2, 6, 1), 0.6),
                new Case<>(new InitializeStudy(), drawn, 0.3),
                new Case<>(new CoordinateStudy(), wide, 0.5),
                new Case<>(new ExplainStudy(0.4, List.of()).quick(), subject(), 0.1),
                new Case<>(new ExplainStudy(0.4, List.of()).quick(), subject(), 0.45),
                new Case<>(new ExplainStudy(0.4, List.of()).quick(), subject(), 0.8));
    }

    private static long bytes(Path there) {
        try (Stream<Path> files = Files.list(there)) {
            return files.filter(file -> file.toString().endsWith(".part"))
                    .filter(file -> !file.endsWith("training.part"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most bytes that the files of parts of a folder come to while a study reports from there. */
    private static Session watched(Session session, Path there, double stop, long[] most) {
        Thread study = Thread.currentThread();
        return session.heardBy((share, note) -> {
            most[0] = Math.max(most[0], bytes(there));
            if (share >= stop) {
                study.interrupt();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("parted")
    void whatIsDoneIsNotDoneAgain(Case<?> one) throws IOException {
        Path other = Files.createDirectory(folder.resolve("whole"));
        Path there = Files.createDirectory(folder.resolve("stopped"));
        Session silent = Session.silent().withThreads(1);
        var all = new long[1];
        Result whole = one.run(watched(silent.keptIn(other), other, 2, all));
        var half = new long[1];
        Result stopped = one.run(watched(silent.keptIn(there), there, one.stop(), half));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.ending().kind()).isEqualTo(Ending.Kind.INTERRUPTED);
        var both = new long[1];
        Result resumed = one.run(watched(silent.resumedFrom(there), there, 2, both));
        assertThat(resumed.ending()).isEqualTo(whole.ending());
        assertThat(resumed.headline()).isEqualTo(whole.headline());
        assertThat(resumed.measurements()).usingRecursiveComparison().isEqualTo(whole.measurements());
        assertThat(resumed.files()).usingRecursiveComparison().isEqualTo(whole.files());
        assertThat(resumed.sections()).usingRecursiveComparison().isEqualTo(whole.sections());
        assertThat(half[0]).as("bytes when it was stopped").isPositive();
        // What is done twice is in the file twice.
        // The last parts may come behind the last report.
        assertThat(Math.max(both[0], bytes(there))).as("bytes in the end")
                .isBetween(half[0], Math.max(all[0], bytes(other)));
        try (Stream<Path> left = Files.list(there)) {
            assertThat(left.map(file -> file.getFileName().toString())).isSubsetOf(one.study().continuation());
        }
    }

    /** What a damaged file held is computed anew. */
    @ParameterizedTest
    @MethodSource("parted")
    void aDamagedPartIsNotUsed(Case<?> one) throws IOException {
        Session silent = Session.silent().withThreads(1);
        Result whole = one.run(silent);
        Result stopped = one.run(watched(silent.keptIn(folder), folder, one.stop(), new long[1]));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.ending().kind()).isEqualTo(Ending.Kind.INTERRUPTED);
        for (String name : one.study().continuation()) {
            Path file = folder.resolve(name);
            if (Files.exists(file) && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains("paisaje parts")) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 3] ^= 0x10;
                Files.write(file, bytes);
            }
        }
        Result resumed = one.run(silent.resumedFrom(folder));
        assertThat(resumed.ending()).isEqualTo(whole.ending());
        assertThat(resumed.measurements()).usingRecursiveComparison().isEqualTo(whole.measurements());
        assertThat(resumed.sections()).usingRecursiveComparison().isEqualTo(whole.sections());
    }

    static Stream<Case<?>> cases() {
        var effort = new ConnectSetting.Effort(1, 5, 0.01);
        var connect = new ConnectSetting(problem(), List.of(), Optional.of(fit(20)), 3, ConnectSetting.Align.NONE,
                List.of(), 5, effort);
        var landscape = new LandscapeSetting(problem(), Optional.of(fit(20)), 0,
                new LandscapeSetting.SliceView(List.of(),
                        Optional.empty(), SliceDirection.parse("pca"), 5, Optional.empty(), 10, 1, 0));
        return Stream.of(
                new Case<>(new SpectrumStudy(), spectrum("sgd:0.2"), 0.24),
                new Case<>(new SpectrumStudy(), spectrum("adam:0.02"), 0.01),
                new Case<>(new SpectrumStudy(), spectrum("gd:0.2"), 0.8),
                new Case<>(new ConnectStudy(), connect, 0.01),
                new Case<>(new ConnectStudy(), connect, 0.04),
                new Case<>(new PropagateStudy(), new PropagateSetting(problem(), Optional.of(fit(20)), 5), 0.4),
                new Case<>(new LandscapeStudy(), landscape, 0.2));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aStoppedStudyGoesOnBitForBit(Case<?> one) throws IOException {
        Result whole = one.run(Session.silent().withThreads(1));
        Session session = Session.silent().withThreads(1).keptIn(folder);
        Result stopped = one.run(session.heardBy((share, note) -> {
            if (share >= one.stop()) {
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.ending().kind()).isEqualTo(Ending.Kind.INTERRUPTED);
        assertThat(one.study().continuation()).anyMatch(name -> Files.exists(folder.resolve(name)));
        var first = new double[] {1};
        Result resumed = one
                .run(session.resumedFrom(folder).heardBy((share, note) -> first[0] = Math.min(first[0], share)));
        assertThat(resumed.ending()).isEqualTo(whole.ending());
        assertThat(resumed.headline()).isEqualTo(whole.headline());
        assertThat(resumed.measurements()).usingRecursiveComparison().isEqualTo(whole.measurements());
        assertThat(resumed.files()).usingRecursiveComparison().isEqualTo(whole.files());
        assertThat(resumed.sections()).usingRecursiveComparison().isEqualTo(whole.sections());
        assertThat(first[0]).as("where the second start begins").isGreaterThan(0.4 * one.stop());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString())).isSubsetOf(one.study().continuation())
                    .allMatch(name -> name.endsWith(RunFolder.PASSING));
        }
    }

    @Test
    void aRunOfAnotherSettingIsRefused() {
        Session session = Session.silent().withThreads(1).keptIn(folder);
        StudyRunner.run(new SpectrumStudy(), spectrum("sgd:0.2"), session.heardBy((share, note) -> {
            if (share >= 0.2) {
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> StudyRunner.run(new SpectrumStudy(), spectrum("sgd:0.3"), session.resumedFrom(folder)))
                .hasMessageContaining("is of another setting");
    }

    @Test
    void regionsOfOtherWeightsAreRefused() {
        Session session = Session.silent().withThreads(1).keptIn(folder);
        StudyRunner.run(new RegionsStudy(), regions(5), session);
        assertThatThrownBy(() -> StudyRunner.run(new RegionsStudy(), regions(6), session.resumedFrom(folder)))
                .hasMessageContaining("is of another setting");
        RegionsSetting drawn = regions(5);
        double[] theta = drawn.theta().clone();
        theta[0] += 1;
        var moved = new RegionsSetting(drawn.network(), theta, drawn.domain(), drawn.place(), drawn.level(),
                drawn.limit(), drawn.data(), drawn.seed(), drawn.options(), drawn.remarks());
        assertThatThrownBy(() -> StudyRunner.run(new RegionsStudy(), moved, session.resumedFrom(folder)))
                .hasMessageContaining("is of another setting");
    }
}
