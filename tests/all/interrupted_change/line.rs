//! The network between the program and one server: lets records of TLS pass, counts them, and stops at one point.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::{Notify, watch},
    task::JoinHandle,
};

/// A moment of a record of application data from the program. Record 0 is the connection itself, record 1 ends the
/// handshake of TLS 1.3, requests follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    /// Counted from 1.
    pub(super) connection: usize,
    pub(super) record: usize,
    pub(super) moment: Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// It does not pass.
    Before,
    /// It passes, its answer does not.
    Held,
    /// Its answer passes too, nothing more.
    After,
}

/// What the line does with records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Passing {
    /// They pass.
    Open,
    /// They wait.
    Stopped,
    /// They are lost, and so is every connection.
    Dead,
}

pub(super) struct Line {
    port: u16,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

struct Shared {
    server: u16,
    point: Point,
    connections: AtomicUsize,
    passing: watch::Sender<Passing>,
    reached: Notify,
    was_reached: AtomicBool,
}

impl Line {
    pub(super) async fn open(server: u64, point: Point) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            server: u16::try_from(server).unwrap(),
            point,
            connections: AtomicUsize::new(0),
            passing: watch::Sender::new(Passing::Open),
            reached: Notify::new(),
            was_reached: AtomicBool::new(false),
        });
        let listening = tokio::spawn(listen(listener, Arc::clone(&shared)));
        Self {
            port,
            shared,
            listening,
        }
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the point.
    pub(super) async fn reached(&self) -> bool {
        self.shared.reached.notified().await;
        true
    }

    pub(super) fn cut(&self) {
        self.shared.passing.send_replace(Passing::Dead);
    }

    /// What waits passes, if there is still somebody to take it.
    pub(super) fn go_on(&self) {
        self.shared.passing.send_replace(Passing::Open);
    }

    pub(super) fn mend(self) {
        self.shared.passing.send_replace(Passing::Dead);
        self.listening.abort();
    }
}

async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((client, _)) = listener.accept().await {
        let connection = shared.connections.fetch_add(1, Ordering::SeqCst) + 1;
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            shared.at(connection, 0, Moment::Before);
            if !shared.may_pass().await {
                return;
            }
            let Ok(server) = TcpStream::connect(("127.0.0.2", shared.server)).await else {
                return;
            };
            carry(client, server, connection, shared).await;
        });
    }
}

async fn carry(client: TcpStream, server: TcpStream, connection: usize, shared: Arc<Shared>) {
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let asked = Arc::new(AtomicUsize::new(0));
    let answers = tokio::spawn(answers(
        from_server,
        to_client,
        connection,
        Arc::clone(&asked),
        Arc::clone(&shared),
    ));
    requests(from_client, to_server, connection, &asked, &shared).await;
    answers.abort();
}

/// From the program: each record is counted before it passes.
async fn requests(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    connection: usize,
    asked: &AtomicUsize,
    shared: &Shared,
) {
    while let Some(record) = shared.record(&mut from).await {
        // Application data: what came before is the handshake in the clear.
        let number = asked.load(Ordering::SeqCst) + usize::from(record.first() == Some(&0x17));
        shared.at(connection, number, Moment::Before);
        asked.store(number, Ordering::SeqCst);
        if !shared.may_pass().await || to.write_all(&record).await.is_err() {
            return;
        }
    }
}

/// From the server: the first record after a request is its answer.
async fn answers(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    connection: usize,
    asked: Arc<AtomicUsize>,
    shared: Arc<Shared>,
) {
    while let Some(record) = shared.record(&mut from).await {
        let number = asked.load(Ordering::SeqCst);
        shared.at(connection, number, Moment::Held);
        if !shared.may_pass().await || to.write_all(&record).await.is_err() {
            return;
        }
        shared.at(connection, number, Moment::After);
    }
}

impl Shared {
    /// Stops the line where it was asked to, once.
    fn at(&self, connection: usize, record: usize, moment: Moment) {
        let here = Point {
            connection,
            record,
            moment,
        };
        if here == self.point && !self.was_reached.swap(true, Ordering::SeqCst) {
            self.passing.send_replace(Passing::Stopped);
            self.reached.notify_one();
        }
    }

    /// Waits while the line is stopped; false: it is dead.
    async fn may_pass(&self) -> bool {
        let mut passing = self.passing.subscribe();
        let now = passing.wait_for(|passing| *passing != Passing::Stopped).await;
        now.is_ok_and(|passing| *passing == Passing::Open)
    }

    /// One whole record; none at the end, or when the line goes dead.
    async fn record(&self, from: &mut OwnedReadHalf) -> Option<Vec<u8>> {
        let mut passing = self.passing.subscribe();
        let read = async {
            let mut record = vec![0; 5];
            from.read_exact(&mut record).await.ok()?;
            let length = usize::from(u16::from_be_bytes([record[3], record[4]]));
            record.resize(5 + length, 0);
            from.read_exact(&mut record[5..]).await.ok()?;
            Some(record)
        };
        tokio::select! {
            record = read => record,
            _ = passing.wait_for(|passing| *passing == Passing::Dead) => None,
        }
    }
}
