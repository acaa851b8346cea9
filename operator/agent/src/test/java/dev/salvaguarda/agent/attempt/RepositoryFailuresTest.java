package dev.salvaguarda.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepositoryFailuresTest {
  @Test
  void onlyWhatNobodyKnowsIsToBeReported() {
    assertThat(Stream.of(Reason.values()))
        .filteredOn(reason -> RepositoryFailures.reason(reason) == FailureReason.INTERNAL)
        .containsExactly(Reason.UNEXPECTED);
  }

  @Test
  void aFullScratchSpaceAndAnEndpointThatIsNoS3ServiceAreForAPersonToMend() {
    assertThat(RepositoryFailures.reason(Reason.SCRATCH)).isEqualTo(FailureReason.SCRATCH_FAILED);
    assertThat(RepositoryFailures.reason(Reason.INVALID_REQUEST))
        .isEqualTo(FailureReason.REPOSITORY_REQUEST_REFUSED);
  }
}
