package io.grainflow.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.grainflow.architecture.ProductionClasses.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.JobKinds;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What front ends use of jobs, and what jobs use of each other. */
final class JobsArchitectureTest {
    @Test
    void frontEndsKnowNoTensors() {
        noClasses()
                .that()
                .resideInAnyPackage("io.grainflow", "io.grainflow.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.grainflow.tensor..")
                .check(ALL);
    }

    @Test
    void everyJobIsInTheRegistry() {
        List<String> jobs = ALL.stream()
                .filter(type -> type.isAssignableTo(Job.class) && !type.isInterface())
                .map(JavaClass::getName)
                .toList();
        assertThat(JobKinds.all().stream().map(kind -> kind.type().getName()))
                .containsExactlyInAnyOrderElementsOf(jobs);
    }

    /** Jobs do not call each other. Code that two jobs need is a function of its own. */
    @Test
    void jobsDoNotCallJobs() {
        classes()
                .that()
                .areAssignableTo(Job.class)
                .should(new ArchCondition<>("call no other job") {
                    @Override
                    public void check(JavaClass job, ConditionEvents events) {
                        job.getCodeUnitCallsFromSelf().stream()
                                .filter(call -> call.getTargetOwner().isAssignableTo(Job.class)
                                        && !call.getTargetOwner().isInterface()
                                        && !call.getTargetOwner().equals(job))
                                .forEach(call -> events.add(SimpleConditionEvent.violated(job, call.getDescription())));
                    }
                })
                .check(ALL);
    }
}
