package io.grainflow.cli.terminal;

import io.grainflow.progress.Event;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with rate, time left and current figures, redrawn in place. */
final class BarDisplay implements TaskDisplay {
    private static final int WIDTH = 110;
    private static final int REDRAW_MILLIS = 200;

    private final Console console;
    private final ProgressBar bar;

    BarDisplay(Console console, Event.Started task) {
        this.console = console;
        this.bar = new ProgressBarBuilder()
                .setTaskName(task.task())
                .setInitialMax(task.total() > 0 ? task.total() : -1)
                .setUnit(" " + task.unit(), 1)
                .setStyle(console.colour() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
                .showSpeed()
                .build();
    }

    @Override
    public void advance(long done, String figures) {
        bar.setExtraMessage(" " + figures);
        bar.stepTo(done);
    }

    @Override
    public void interrupt() {
        console.err().print("\r" + " ".repeat(WIDTH) + "\r");
    }

    @Override
    public void close() {
        bar.close();
    }
}
