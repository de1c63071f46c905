package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.report.terminal.Terminal;

/** Options that contradict each other, or of which one has no effect beside the other, are refused in one line. */
final class SenselessPairsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock = """
                        train --data rings --optimizer sgd:0.1,nesterov=true           ! needs a momentum above 0 beside it
                        train --data rings --optimizer sgd:0.1,dampening=0.5           ! needs a momentum above 0 beside it
                        train --data rings --optimizer gd:0.1,decay-kind=decoupled     ! needs a decay beside it
                        train --data rings --optimizer lm:1e-3 --batch 0 --clip 1      ! lm chooses its own steps
                        train --data rings --schedule linear:10,from=0,to=0            ! no step is made
                        train --data rings --schedule onecycle:10,start=0.5            ! start is 0.5, needs a number of at least 1
                        train --data rings --schedule onecycle:10,warmup=5             ! onecycle rises by itself
                        train --data rings --schedule cosine:10,warmup=0               ! warmup is 0, needs at least 1 step
                        train --data rings --schedule constant:warmup=900 --epochs 2    ! the warm-up is longer than the run, which has 50 steps
                        spectrum --data moons:n=20 --steps 5 --schedule constant:warmup=9 ! the warm-up is longer than the run of 5 steps
                        train --data rings --schedule constant:warmup=3,unit=epoch --epochs 2 ! the warm-up is longer than the run
                        train --data discs:distance=0                                  ! both classes are the same disc
                        train --data intervals:n=5,m=3                                 ! 5 points for 6 intervals
                        train --data spirals:n=4,arms=9                                ! 4 points for 9 classes
                        train --data blobs:n=3,classes=9                               ! 3 points for 9 classes
                        train --data rings --separator ;                               ! --separator belongs to a table of text
                        train --data rings --missing mean                              ! --missing belongs to a table such as
                        train --data rings --missing-value a=0                         ! --missing-value belongs to a table such as
                        train --data rings --target y                                  ! --target belongs to a table such as
                        train --data rings --task regression                           ! --task belongs to data from files
                        train --data rings --cyclic 1                                 ! write COLUMN=PERIOD, as hour=24
                        train --data rings --date when                                ! --date when: rings has no such input
                        train --data rings --periodic 0                                ! 1 period or more is needed
                        train --data rings --split 1                                   ! must lie between 0 and 1
                        explain --data rings --split last                              ! last:0.2 for the last rows
                        kernel --net mlp:2-4-1:tanh --data rings --split 0.3 --time 1,1 ! a time stands there twice
                        kernel --net mlp:2-4-1:tanh --data rings --rank 5              ! --rank belongs to a stored kernel
                        kernel --net mlp:2-4-1:tanh --data rings --iterations 5        ! --iterations belongs to a stored kernel
                        kernel --net mlp:2-4-1:tanh --data rings --time 1              ! --time says what is predicted
                        kernel --net mlp:2-4-1:tanh --data rings --ridge 1             ! --ridge says what is predicted
                        explain --data rings --trial 5 --no-trial                      ! give one of them
                        explain --data rings --steps 0 --trial 5                       ! no remedy is tried
                        check 003.eq3 --seeds 1..2 --seed 4                            ! give one of them
                        check 003.lemma1.bound --set kmin=5 --set kmax=2               ! setting kmax is 2, below kmin = 5
                        check 003.eq21.definite --set from=2 --set to=1                ! setting to is 1.0, below from = 2.0
                        check 003.lemma3 --set d=3 --set d=4                           ! --set gives d twice
                        check 003.lemma3 --document 003                                ! exclude each other
                        check                                                          ! give one of (ID
                        regions --net mlp:2-4-3:relu --level 2                         ! --level is for a single output
                        regions --net mlp:2-4-1:relu --box -1e300,1e300                ! and none beyond 1e50
                        landscape --data rings --range 1 --rise 2                      ! --range and --rise
                        propagate --data rings --epochs 0 --moments 5                  ! --moments belongs to a run
                        connect --data rings --bends 0                                 ! --bends is 0
                        connect --data rings --points 1                                ! --points is 1; 2 to 10,001
                        kernel --net mlp:64-4-10:relu --data digits --shifts 99        ! --shifts: 99 shifts
                        kernel --net mlp:2-4-1:gelu:param=mup --data rings             ! network: mlp:2-4-1:gelu:param=mup has the mup
                        train --data rings:noise=1e308                                 ! numbers up to 1e150
                        train --data rings --split 0.0001                              ! one row is a share of 0.0010
                        train --data table.parquet --target y                          ! table.parquet: there is no such file
                        train --data=                                                  ! the name is empty
                        train --data rings --optimizer adam:-1                         ! optimizer "adam:-1": rate is -1.0
                        train --data rings --schedule cosine:0                         ! schedule "cosine:0": total is 0
                        train --data rings --init normal(-1)                           ! initializer "normal(-1)": the deviation
                        train --data rings --net onnx:                                 ! the file is missing; write onnx:FILE
                        train --data rings --net mlp:3-4-1:relu                        ! takes 3 inputs and gives 1 output, rings
                        train --data rings --clip -1                                   ! --clip is -1.0
                        train --data rings --epochs 1.5                                ! is not a whole number that fits
                        train --data rings --split 20%                                 ! needed is a share such as 0.2
                        train --data gaussian --balance                                ! --balance repeats rows of rare classes
                        train --data rings --periodic 5000                             ! at most 4096
                        train --dta rings                                              ! there is no option --dta; did you mean --data?
                        train rings                                                    ! stands where an option is expected
                        trian                                                          ! there is no verb trian; did you mean train?
                        help optimizer                                                 ! did you mean optimizers?
                        check 001.theorem2.3.reference --set times=2,1                  ! ascending""")
    void areRefused(String line, String message) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Main.run(
                new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, Terminal.WIDEST),
                line.strip().split(" +"));
        assertThat(err.toString()).contains(message);
        assertThat(status).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(out.toString()).isEmpty();
    }
}
