package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.GradMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ScopeTest {
    private long before;

    @BeforeEach
    void count() {
        NativeLibrary.load();
        before = NativeLibrary.liveObjects();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(NativeLibrary.liveObjects()).isEqualTo(before);
    }

    @Test
    void anEscapedTensorIsAnErrorNotACrash() {
        List<Tensor> escaped = new ArrayList<>();
        Scope.run(() -> escaped.add(Tensor.ones(3)));
        Tensor gone = escaped.get(0);
        List<Runnable> uses = List.of(
                gone::toFloats,
                gone::shape,
                gone::backward,
                () -> gone.add(1),
                () -> Scope.run(() -> Tensor.ones(3).add(gone)));
        for (Runnable use : uses) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Tensor used outside its Scope");
        }
        assertThat(gone).hasToString("Tensor (freed)");
    }

    @Test
    void heapRefusesTensors() {
        assertThatThrownBy(() -> Scope.heap(() -> Tensor.ones(1)))
                .hasMessage("Scope.heap expects a heap value as result, got Tensor");
    }

    @Test
    void whatIsKeptPassesFromScopeToScopeAndNothingElseDoes() {
        List<Tensor> inner = new ArrayList<>();
        Scope.run(() -> {
            Tensor outside = Tensor.ones(2);
            Tensor kept = Scope.keep(() -> Scope.keep(() -> {
                Tensor between = outside.add(1);
                inner.add(between);
                return between.mul(3);
            }));
            assertThat(kept.toFloats()).containsExactly(6, 6);
            assertThatThrownBy(inner.get(0)::toFloats).hasMessage("Tensor used outside its Scope");
            assertThat(Scope.keep(() -> outside).toFloats()).containsExactly(1, 1);
            assertThat(outside.toFloats()).containsExactly(1, 1);
            inner.add(kept);
        });
        assertThatThrownBy(inner.get(1)::toFloats).hasMessage("Tensor used outside its Scope");
    }

    @Test
    void gradientsPassThroughAClosedScope() {
        Scope.run(() -> {
            Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).requiresGrad();
            Tensor y = Scope.keep(() -> x.square().mul(2));
            y.sum().backward();
            Tensor grad = x.grad();
            assertThat(grad == null ? new float[0] : grad.toFloats()).containsExactly(4, 8, 12);
        });
    }

    @Test
    void whatWasComputedFromAFreedTensorStays() {
        Scope.run(() -> {
            Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).requiresGrad();
            Tensor between = x.square();
            Tensor y = between.mul(2);
            between.free();
            assertThatThrownBy(between::toFloats).hasMessage("Tensor used outside its Scope");
            y.sum().backward();
            Tensor grad = x.grad();
            assertThat(grad == null ? new float[0] : grad.toFloats()).containsExactly(4, 8, 12);
        });
    }

    @Test
    void aFailingBodyFreesEverythingToo() {
        assertThatThrownBy(() -> Scope.keep(() -> {
                    Tensor big = Tensor.ones(1000);
                    return big.reshape(3, 3);
                }))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void gradientsAreRecordedAgainAfterNoGrad() {
        assertThat(NoGrad.<Boolean>run(GradMode::is_enabled)).isFalse();
        assertThat(GradMode.is_enabled()).isTrue();
        assertThatThrownBy(() -> NoGrad.run(() -> {
                    throw new IllegalArgumentException("in the body");
                }))
                .hasMessage("in the body");
        assertThat(GradMode.is_enabled()).isTrue();
        Scope.run(() -> {
            assertThat(NoGrad.<Boolean>run(() -> NoGrad.<Boolean>run(GradMode::is_enabled)))
                    .isFalse();
            assertThat(GradMode.is_enabled()).isTrue();
        });
    }
}
