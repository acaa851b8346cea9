package dev.salvaguarda.app.e2e;

import static org.awaitility.Awaitility.await;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import java.time.Duration;

/** What keeps the operator from the API server for a while, whatever it is doing. */
enum Outage {
  /** Connections stand and nothing is answered. */
  API_SERVER_HANGS,
  /** Connections are refused until it is started again. */
  API_SERVER_KILLED,
  /** Everything is answered: forbidden. */
  RIGHTS_WITHDRAWN;

  /** Begins, lasts and ends; the API server answers when this returns. */
  void last(Duration length, ControlPlane cluster, OperatorAccount account) {
    switch (this) {
      case API_SERVER_HANGS -> {
        cluster.freezeApiServer();
        pause(length);
        cluster.thawApiServer();
      }
      case API_SERVER_KILLED -> {
        cluster.killApiServer();
        pause(length);
        cluster.restartApiServer();
      }
      case RIGHTS_WITHDRAWN -> {
        account.withdrawRights();
        pause(length);
        account.giveRights();
      }
    }
  }

  private static void pause(Duration length) {
    await().pollDelay(length).atMost(length.plusMinutes(5)).until(() -> true);
  }
}
