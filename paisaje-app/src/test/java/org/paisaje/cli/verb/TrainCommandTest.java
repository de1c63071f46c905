package org.paisaje.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.cli.Main;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.report.terminal.Terminal;
import org.paisaje.study.folder.RunFolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TrainCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int train(String... options) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100);
        return Main.run(terminal, Stream.concat(Stream.of("train", "--quiet"), Stream.of(options))
                .toArray(String[]::new));
    }

    private JsonNode result() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("result.json")));
    }

    @Test
    void withoutOptionsASmallNetworkLearnsTheDigits() {
        assertThat(train()).isEqualTo(ExitStatus.DONE);
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).startsWith("mlp:64-64-10:relu on digits: ")
                .contains("of 359 test samples right after 20 epochs")
                .contains("softmax-cross-entropy", "accuracy", "gradient norm", "--out DIR");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        int right = Integer.parseInt(out.toString().split("digits: ")[1].split(" of ")[0]);
        assertThat(right).isGreaterThan(340);
    }

    @Test
    void aRunIsKeptResumedAndStartedFrom() throws IOException {
        String[] options = {"--data", "rings:n=100", "--net", "mlp:2-4-1:tanh", "--out", folder.toString(), "--epochs"};
        assertThat(train(with(options, "2"))).isEqualTo(ExitStatus.DONE);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("weights.safetensors", "history.csv",
                "history.json", "report.html", "result.json", "checkpoint", RunFolder.MARK);
        assertThat(result().at("/measurements/epochs").asDouble()).isEqualTo(2);
        assertThat(train(with(options, "4", "--resume"))).isEqualTo(ExitStatus.DONE);
        String resumed = Files.readString(folder.resolve("history.csv"));
        assertThat(train(with(options, "4"))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("holds a run already")
                .contains("--epochs 4 --resume;")
                .contains("--epochs 4 --overwrite");
        assertThat(train(with(options, "4", "--overwrite"))).isEqualTo(ExitStatus.DONE);
        assertThat(Files.readString(folder.resolve("history.csv"))).isEqualTo(resumed);
        double loss = result().at("/measurements/train/loss").asDouble();
        assertThat(train("--data", "rings:n=100", "--weights", folder.resolve("weights.safetensors").toString(),
                "--epochs", "1", "--optimizer", "gd:1e-300", "--json")).isEqualTo(ExitStatus.DONE);
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        assertThat(json.at("/measurements/train/loss").asDouble()).isEqualTo(loss);
        assertThat(json.at("/provenance/seed").asInt()).isEqualTo(1);
        assertThat(json.at("/provenance/backend").asString()).isNotEmpty();
        assertThat(json.at("/command").asString()).startsWith("./paisaje train --quiet --data rings:n=100");
        assertThat(err.toString()).isEmpty();
    }

    /** A run that was stopped and resumed leaves the bytes of one that was not, and so does the same run again. */
    @Test
    void equalRunsLeaveEqualBytes() throws IOException {
        String[] options = {"--data", "rings:n=100", "--net", "mlp:2-4-1:tanh", "--batch", "16", "--epochs", "6",
            "--out"};
        Path whole = folder.resolve("whole");
        Path again = folder.resolve("again");
        Path resumed = folder.resolve("resumed");
        assertThat(train(with(options, whole.toString()))).isEqualTo(ExitStatus.DONE);
        assertThat(train(with(options, again.toString(), "--threads", "1"))).isEqualTo(ExitStatus.DONE);
        assertThat(train(with(options, resumed.toString(), "--epochs", "2"))).isEqualTo(ExitStatus.BAD_INPUT);
        options[7] = "2";
        assertThat(train(with(options, resumed.toString()))).isEqualTo(ExitStatus.DONE);
        options[7] = "6";
        assertThat(train(with(options, resumed.toString(), "--resume", "--seed", "2"))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("began with --seed 1, this one has --seed 2");
        assertThat(train(with(options, resumed.toString(), "--resume"))).isEqualTo(ExitStatus.DONE);
        for (String file : new String[] {"weights.safetensors", "history.csv", "history.json"}) {
            byte[] bytes = Files.readAllBytes(whole.resolve(file));
            assertThat(again.resolve(file)).as(file).hasBinaryContent(bytes);
            assertThat(resumed.resolve(file)).as(file).hasBinaryContent(bytes);
        }
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void divergenceIsKeptMarkedAndExplained() throws IOException {
        assertThat(train("--data", "gaussian:n=100", "--optimizer", "gd:1e3", "--batch", "0", "--out",
                folder.toString())).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("paisaje train: diverged at step").contains("--optimizer gd:100");
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(out.toString()).contains("NOT COMPLETE");
        assertThat(result().at("/ending/words").asString()).startsWith("diverged");
        assertThat(result().at("/ending/complete").asBoolean()).isFalse();
        assertThat(folder.resolve("weights.safetensors")).exists();
    }

    @Test
    void seedsDecideAndThreadsDoNot() {
        String[] options = {"--data", "moons:n=60", "--epochs", "3", "--json", "--seed"};
        assertThat(train(with(options, "5", "--threads", "1"))).isEqualTo(ExitStatus.DONE);
        JsonNode one = JsonMapper.shared().readTree(out.toString());
        train(with(options, "5", "--threads", "2"));
        JsonNode two = JsonMapper.shared().readTree(out.toString());
        train(with(options, "6"));
        JsonNode other = JsonMapper.shared().readTree(out.toString());
        String loss = "/measurements/train/loss";
        assertThat(two.at(loss)).isEqualTo(one.at(loss));
        assertThat(other.at(loss)).isNotEqualTo(one.at(loss));
    }

    @Test
    void tablesAreTrainedOnWithAHeldOutFile() throws IOException {
        String table = "a,b,kind\n" + "1,2,cat\n-1,-2,dog\n".repeat(20);
        Path file = Files.writeString(folder.resolve("t.csv"), table);
        Path held = Files.writeString(folder.resolve("h.csv"), "a,b,kind\n1,2.5,cat\n-1,-2,dog\n");
        assertThat(train("--data", file.toString(), "--target", "kind", "--test", held.toString(), "--standardize",
                "--optimizer", "adam:0.1")).as(err::toString).isEqualTo(ExitStatus.DONE);
        assertThat(out.toString()).contains("2 of 2 test samples right");
    }

    @Test
    void whatIsAssumedAboutAFileIsSaid() throws IOException {
        String table = "id;a;price\n1;-0,5;100,5\n2;NA;101,5\n";
        for (int i = 3; i < 40; i++) {
            table += i + ";" + i + ",25;" + (100 + i) + ",5\n";
        }
        Path file = Files.writeString(folder.resolve("t.csv"), table);
        assertThat(train("--data", file.toString(), "--target", "price", "--missing", "drop", "--standardize",
                "--standardize-target", "--epochs", "3")).as(err::toString).isEqualTo(ExitStatus.DONE);
        assertThat(err.toString()).contains("note: " + file + ": its numbers are read with decimal commas")
                .contains("column 1 (id) only numbers the records and is left out; --drop none keeps it")
                .contains("1 of 39 records lack a value and are left out")
                .contains("targets are scaled by (y - m)/s");
        assertThat(out.toString()).contains("rms error, units of the file");
    }

    @Test
    void networksAreInferredFromWeights() {
        Path weights = Path.of("../paisaje-network/src/test/resources/org/paisaje/weights/foreign/state.pth");
        assertThat(train("--data", "blobs:n=60,d=3,classes=2", "--net", "mlp:3-4-4-2:tanh", "--weights",
                weights.toString(), "--epochs", "1")).as(err::toString).isEqualTo(ExitStatus.DONE);
        assertThat(train("--data", "blobs:n=60,d=3,classes=2", "--weights", weights.toString(), "--epochs", "1"))
                .as(err::toString)
                .isEqualTo(ExitStatus.DONE);
        assertThat(err.toString()).contains("the network was inferred to be mlp:3-4-4-2:relu from the layers hidden "
                + "(4 x 3), bottleneck (4 x 4), out (2 x 4)").contains("relu was assumed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock = """
                        --data blobs:n=99,d=2 --net mlp:2-46341-46341-3:relu ! 46341 x 46341 is 2147488281 numbers
                        --data gaussian:n=1000000000,d=100    ! 1000000000 x 100 is 100000000000 numbers
                        --data spirals:arms=2000000000        ! arms 2000000000 from 2 to 10000
                        --net resnet:2x5463410-1:relu         ! at most 100000 are taken
                        --missing zero                        ! write drop, mean, indicator or refuse
                        --decimal x                           ! write . or ,
                        --standardize-target                  ! only real targets have a scale
                        --data ringz                          ! did you mean rings?
                        --data missing.csv --target y         ! missing.csv: there is no such file
                        --data missing.csv                    ! missing.csv: there is no such file
                        --data idx:a,b                        ! a: there is no such file
                        --net mlp:2-1:relu                    ! digits has 64 inputs and needs 10 outputs for 10 classes
                        --net mpl:64-10                       ! the kind is mlp
                        --optimizer adma:1e-3                 ! adam
                        --loss hinge                          ! loss: "hinge" is not known
                        --schedule warm                       ! schedule
                        --epochs 0                            ! epochs is 0
                        --epochs x                            ! --epochs
                        --batch 5000                          ! a batch of 5000 samples; there are 1438
                        --split 1.5                           ! a share of the rows must lie between 0 and 1
                        --split 0.1 --test iris               ! give one of them
                        --test iris                           ! it has 4 inputs
                        --resume                              ! add --out DIR
                        --resume --out nowhere                ! start without --resume
                        --weights w.pt --net mlp:64-10:relu   ! there is no such file
                        --weights w.npz                       ! there is no such file
                        --weights w.npz --init zero --net mlp:64-10:relu ! each says where to start
                        --task both                           ! write regression or classification
                        --optmizer x                          ! there is no option --optmizer; did you mean --optimizer?
                        """)
    void mistakesAreOneMessageAndWriteNothing(String options, String complaint) {
        Path target = folder.resolve("out");
        String[] words = options.strip().split(" ");
        boolean folderGiven = options.contains("--out") || options.strip().equals("--resume");
        int status = train(folderGiven ? words : with(words, "--out", target.toString()));
        assertThat(status).as(err::toString).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).startsWith("paisaje train: ").contains(complaint.strip());
        assertThat(err.toString()).doesNotContain("internal error").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
        assertThat(target).doesNotExist();
    }

    @Test
    void helpShowsExamples() {
        assertThat(train("--help")).isEqualTo(ExitStatus.DONE);
        assertThat(out.toString()).contains("Examples:", "--data rings:n=500", "--resume");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }
}
