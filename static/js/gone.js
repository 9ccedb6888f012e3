// Nobody is signed in here any more: other windows of this browser show nothing either (`lock.js` listens).

new BroadcastChannel("awake").postMessage("locked");
